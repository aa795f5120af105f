import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformElement, TerraformStack, Token } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { configureBackend } from './configure-backend';
import { expression } from './constructs/expression';
import { declareVariables } from './declare-variables';
import type { Backend } from './options/backend-options';
import { PROVIDER_VARIABLES } from './variables';

/** What both stacks have in common: a region, a state, tags on everything, and stable names. */
export abstract class EvidenceStack extends TerraformStack {
  /** @param region null: the region the AWS provider is configured with, by its environment */
  constructor(scope: Construct, id: string, region: string | null, backend: Backend) {
    super(scope, id);
    configureBackend(this, backend);
    const { allowed_account_ids, assume_role_arn } = declareVariables(this, PROVIDER_VARIABLES);
    const provider = new AwsProvider(this, 'aws', {
      ...(region && { region }),
      allowedAccountIds: Token.asList(allowed_account_ids),
      defaultTags: [{ tags: Token.asStringMap('${var.tags}') }],
    });
    provider.addOverride('dynamic', [
      {
        assume_role: {
          for_each: expression`${assume_role_arn} == null ? [] : [${assume_role_arn}]`,
          // CloudTrail records a deployment under this session name.
          content: { role_arn: '${assume_role.value}', session_name: 'ecs-exec-evidence' },
        },
      },
    ]);
  }

  /**
   * An element's Terraform name is its own construct id, wherever it is in the tree. cdktf would put the path and a hash of
   * it into the name, so that moving a queue to another construct would replace the queue and lose its messages.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return TerraformElement.isTerraformElement(element) ? element.node.id : element.id;
  }
}
