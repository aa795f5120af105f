import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformElement, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { declareVariable } from './declare-variable';
import type { Backend } from './options/backend-options';
import { keepState } from './state-backend';

/** What both stacks have in common: one region, one state, tags on everything, and names that stay. */
export abstract class EvidenceStack extends TerraformStack {
  /** @param region null: where the AWS provider finds itself, from its environment */
  constructor(scope: Construct, id: string, region: string | null, backend: Backend) {
    super(scope, id);
    keepState(this, backend);
    new AwsProvider(this, 'aws', {
      ...(region && { region }),
      defaultTags: [{ tags: declareVariable(this, 'tags').value }],
    });
  }

  /**
   * An element's Terraform name is its own construct id, wherever it stands in the tree. cdktf would put the path and a
   * hash of it into the name, so that moving a queue to another file would replace the queue, messages and all.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return TerraformElement.isTerraformElement(element) ? element.node.id : element.id;
  }
}
