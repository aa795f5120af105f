import { TASK_DEFINITION } from '../containers';
import { at, isUnknown, items, shown, textOf } from '../place';
import { ofType, type PlannedResource } from '../plan';
import { type Findings, judgeEach, type Rule, resourceBlock } from '../rule';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const AT_LEAST_1_2 = /^ELBSecurityPolicy-(?:TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/;

const redirects = (listener: PlannedResource): boolean =>
  items(at(listener.planned, 'default_action')).some(
    (action) =>
      textOf(at(action, 'type')) === 'redirect' && textOf(at(action, 'redirect', 0, 'protocol')) === 'HTTPS',
  );

const judgeListener = (listener: PlannedResource): Findings => {
  const protocol = at(listener.planned, 'protocol');
  if (isUnknown(protocol)) return { undecided: ['protocol is known only after apply'] };
  if (textOf(protocol) === 'HTTP' && redirects(listener)) return {};
  if (!['HTTPS', 'TLS'].includes(textOf(protocol) ?? ''))
    return { violations: [`protocol is ${shown(protocol)}, which is not encrypted`] };
  const policy = at(listener.planned, 'ssl_policy');
  if (isUnknown(policy)) return { undecided: ['ssl_policy is known only after apply'] };
  return AT_LEAST_1_2.test(textOf(policy) ?? '')
    ? {}
    : { violations: [`ssl_policy is ${shown(policy)}, which allows TLS older than 1.2`] };
};

const judgeVolumes = (task: PlannedResource): Findings => ({
  violations: items(at(task.planned, 'volume')).flatMap((volume) =>
    items(at(volume, 'efs_volume_configuration'))
      .map((efs) => at(efs, 'transit_encryption'))
      .filter((encryption) => !isUnknown(encryption) && encryption.value !== 'ENABLED')
      .map(() => `transit_encryption of volume ${shown(at(volume, 'name'))} is not "ENABLED"`),
  ),
});

export const tls12: Rule = {
  id: 'tls-1-2',
  control: '13',
  title: 'Data in transit is encrypted with TLS 1.2 or newer',
  reason: 'Whoever is on the network can read what is not encrypted.',
  level: 'must',
  remediation: (resource) =>
    resource.type === TASK_DEFINITION
      ? resourceBlock(
          resource,
          'volume {',
          '  efs_volume_configuration {',
          '    transit_encryption = "ENABLED"',
          '  }',
          '}',
        )
      : resourceBlock(
          resource,
          'protocol        = "HTTPS"',
          'ssl_policy      = "ELBSecurityPolicy-TLS13-1-2-2021-06"',
          'certificate_arn = aws_acm_certificate.THE_CERTIFICATE.arn',
        ),
  judge: (plan) => [
    // Listeners of a plan without ECS services are not in front of ECS.
    ...(ofType(plan, 'aws_ecs_service').length === 0
      ? []
      : judgeEach(plan, ['aws_lb_listener', 'aws_alb_listener'], judgeListener)),
    ...judgeEach(plan, [TASK_DEFINITION], judgeVolumes),
  ],
};
