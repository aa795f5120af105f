import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformElement, TerraformStack, Token } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { configureBackend } from './configure-backend';
import { expression } from './constructs/expression';
import { declareVariables } from './declare-variables';
import type { Backend } from './options/backend-options';
import { PROVIDER_VARIABLES } from './variables';

/** What both stacks have in common: one region, one state, tags on everything, and names that stay. */
export abstract class EvidenceStack extends TerraformStack {
  /** @param region null: where the AWS provider finds itself, from its environment */
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
          // The name is what CloudTrail shows of whoever deployed this.
          content: { role_arn: '${assume_role.value}', session_name: 'ecs-exec-evidence' },
        },
      },
    ]);
  }

  /**
   * An element's Terraform name is its own construct id, wherever it stands in the tree. cdktf would put the path and a
   * hash of it into the name, so that moving a queue to another file would replace the queue, messages and all.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return TerraformElement.isTerraformElement(element) ? element.node.id : element.id;
  }
}
