kosli_org_name           = "acme"
kosli_flow_name          = "exec-sessions"
ecs_exec_log_bucket_name = "acme-exec-logs"
