import { at, isUnknown, items } from '../place';
import { ofType } from '../plan';
import { judgeEach, type Rule, resourceBlock } from '../rule';

export const scanOnPush: Rule = {
  id: 'scan-on-push',
  control: '9',
  title: 'ECR scans images for vulnerabilities',
  reason: 'An image that nobody scans keeps the vulnerabilities it was built with.',
  level: 'must',
  remediation: (resource) =>
    resourceBlock(resource, 'image_scanning_configuration {', '  scan_on_push = true', '}'),
  judge: (plan) => {
    const registry = ofType(plan, 'aws_ecr_registry_scanning_configuration').length > 0;
    return judgeEach(plan, ['aws_ecr_repository'], ({ planned }) => {
      const scanning = at(planned, 'image_scanning_configuration');
      const onPush = items(scanning).map((block) => at(block, 'scan_on_push'));
      if (onPush.some(({ value }) => value === true)) return {};
      if (registry)
        return { undecided: ['which repositories the scanning of the registry covers is not looked at'] };
      if (isUnknown(scanning) || onPush.some(isUnknown))
        return { undecided: ['scan_on_push is known only after apply'] };
      return { violations: ['scan_on_push is not true'] };
    });
  },
};
