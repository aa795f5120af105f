kosli_org_name           = "acme"
kosli_flow_name          = "exec-sessions"
ecs_exec_log_bucket_name = "acme-exec-logs"

# aws cloudtrail describe-trails --include-shadow-trails shows the first two as S3BucketName and S3KeyPrefix.
cloudtrail_bucket_name     = "acme-organization-trail"
cloudtrail_prefix          = "audit"
cloudtrail_organization_id = "o-a1b2c3d4e5"

# The key that encrypts the files of the CloudTrail trail, which is in another account.
kms_key_arns = ["arn:aws:kms:eu-central-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
