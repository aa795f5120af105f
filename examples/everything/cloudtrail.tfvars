cloudtrail_bucket_name            = "acme-evidence-trail"
cloudtrail_name                   = "acme-evidence"
cloudtrail_organization_id        = "o-a1b2c3d4e5"
cloudtrail_retention_days         = 730
cloudtrail_kms_key_arn            = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
cloudtrail_reader_account_ids     = ["444455556666"]
cloudtrail_access_log_bucket_name = "acme-access-logs"
cloudtrail_object_lock_days       = 365

tags = { team = "audit" }

allowed_account_ids = ["111122223333"]
assume_role_arn     = "arn:aws:iam::111122223333:role/deploy"
