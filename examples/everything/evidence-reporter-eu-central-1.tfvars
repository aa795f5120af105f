# Kosli
kosli_org_name                     = "acme"
kosli_flow_name                    = "exec-sessions"
kosli_host                         = "https://app.kosli.com"
kosli_api_token_ssm_parameter_name = "kosli/api-token"
trail_name_template                = "{principalId}-{date}"

# Sessions
ecs_exec_log_bucket_name  = "acme-exec-logs"
ecs_exec_log_prefix       = "production/"
ecs_cluster_names         = ["production"]
identity_deadline_minutes = 90
transcript_grace_minutes  = 240
transcript_attachment     = "reference"
preview_characters        = 1000

# The trail of the stack cloudtrail: the same as there
cloudtrail_bucket_name     = "acme-evidence-trail"
cloudtrail_name            = "acme-evidence"
cloudtrail_organization_id = "o-a1b2c3d4e5"

# Keys
kms_key_arns           = ["arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
encryption_kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

# The function
name_prefix                = "acme-exec-evidence"
permissions_boundary_arn   = "arn:aws:iam::111122223333:policy/boundary"
role_path                  = "/platform/"
lambda_memory_mb           = 1024
lambda_timeout_seconds     = 120
lambda_maximum_concurrency = 5
vpc_subnet_ids             = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
vpc_security_group_ids     = ["sg-0123456789abcdef0"]

# Operation
cloudwatch_logs_retention_in_days = 731
alarm_sns_topic_arns              = ["arn:aws:sns:eu-central-1:111122223333:on-call"]
tags                              = { team = "audit" }

# Of the provider
allowed_account_ids = ["111122223333"]
assume_role_arn     = "arn:aws:iam::111122223333:role/deploy"
