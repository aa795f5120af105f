import { at, textOf } from '../place';
import { ofType, type PlannedResource, refersTo } from '../plan';
import { judged, type Rule } from '../rule';
import { runsOnEc2 } from './on-ec2';

const isOf = (log: PlannedResource, vpc: PlannedResource): boolean => {
  const id = textOf(at(log.planned, 'vpc_id'));
  return refersTo(log, 'vpc_id', vpc) || (id !== null && id === textOf(at(vpc.planned, 'id')));
};

/** Of another module, whose VPC cannot be told, or of subnets. */
const mayBeOf = (log: PlannedResource, vpc: PlannedResource): boolean =>
  log.module !== vpc.module || textOf(at(log.planned, 'vpc_id')) === null;

export const vpcFlowLogs: Rule = {
  id: 'vpc-flow-logs',
  control: '8',
  title: 'VPCs of ECS on EC2 have flow logs',
  reason: 'Flow logs show what instances of the cluster talk to.',
  level: 'must',
  remediation: ({ name }) =>
    [
      `resource "aws_flow_log" "${name}" {`,
      `  vpc_id               = aws_vpc.${name}.id`,
      '  traffic_type         = "ALL"',
      '  log_destination_type = "s3"',
      '  log_destination      = aws_s3_bucket.FLOW_LOGS.arn',
      '}',
    ].join('\n'),
  judge: (plan) => {
    if (!runsOnEc2(plan)) return [];
    const logs = ofType(plan, 'aws_flow_log');
    return ofType(plan, 'aws_vpc').map((vpc) => {
      if (logs.some((log) => isOf(log, vpc))) return judged(vpc, {});
      return judged(
        vpc,
        logs.some((log) => mayBeOf(log, vpc))
          ? { undecided: ['there are flow logs of which the plan does not tell that they are of this VPC'] }
          : { violations: ['it has no aws_flow_log'] },
      );
    });
  },
};
