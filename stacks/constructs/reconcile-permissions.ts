import type { DataAwsIamPolicyDocumentStatement } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { Token } from 'cdktf';

export interface ReconcilePermissionsProps {
  readonly queueArn: string;
  /** A list of ARNs: with a wildcard for all clusters, or of those given. */
  readonly clusterArns: string;
  /** With a wildcard: which role a task has is not known before. */
  readonly roleArns: string;
}

/** What the function calls besides to find what is missing, to queue it again, and to say why a transcript never came. */
export const reconcilePermissions = (
  props: ReconcilePermissionsProps,
): readonly DataAwsIamPolicyDocumentStatement[] => [
  { sid: 'QueueAgain', actions: ['sqs:SendMessage'], resources: [props.queueArn] },
  {
    sid: 'DescribeClusters',
    actions: ['ecs:DescribeClusters'],
    resources: Token.asList(props.clusterArns),
  },
  // The action does not support resources:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
  { sid: 'FindTaskRoles', actions: ['ecs:DescribeTaskDefinition'], resources: ['*'] },
  // Answers what a role may do, and lets nobody do it.
  { sid: 'AskWhatTasksMayDo', actions: ['iam:SimulatePrincipalPolicy'], resources: [props.roleArns] },
];
