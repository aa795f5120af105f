terraform {
  required_version = ">= 1.5.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.21.0, < 7.0.0"
    }
  }
}

provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}

provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}

module "frankfurt" {
  source    = "./modules/ecs-exec-evidence"
  providers = { aws = aws.frankfurt }

  kosli_org_name           = "acme"
  kosli_flow_name          = "exec-sessions"
  ecs_exec_log_bucket_name = "acme-exec-logs-eu-central-1"
  tags                     = { team = "audit" }
}

module "virginia" {
  source    = "./modules/ecs-exec-evidence"
  providers = { aws = aws.virginia }

  kosli_org_name           = "acme"
  kosli_flow_name          = "exec-sessions"
  ecs_exec_log_bucket_name = "acme-exec-logs-us-east-1"
  tags                     = { team = "audit" }
}

output "token_commands" {
  description = "How the Kosli API token gets into the parameter of each region."
  value       = [module.frankfurt.token_command, module.virginia.token_command]
}

output "redrive_commands" {
  description = "How dead letters are tried again, in each region."
  value       = [module.frankfurt.redrive_command, module.virginia.redrive_command]
}
