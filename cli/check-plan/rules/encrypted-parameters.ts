import { at, isUnknown, shown, textOf } from '../place';
import { judgeEach, type Rule, resourceBlock } from '../rule';
import { namesSecret } from './secret-name';

export const encryptedParameters: Rule = {
  id: 'encrypted-parameters',
  control: '4',
  title: 'Parameters named like secrets are encrypted',
  reason: 'Whoever may read parameters reads those of type String; a SecureString also needs its KMS key.',
  level: 'must',
  remediation: (resource) => resourceBlock(resource, 'type = "SecureString"'),
  judge: (plan) =>
    judgeEach(plan, ['aws_ssm_parameter'], ({ planned }) => {
      const type = at(planned, 'type');
      if (type.value === 'SecureString') return {};
      const name = at(planned, 'name');
      if (isUnknown(name)) return { undecided: ['name is known only after apply'] };
      if (!namesSecret(textOf(name) ?? '')) return {};
      if (isUnknown(type)) return { undecided: ['type is known only after apply'] };
      return { violations: [`the name ${shown(name)} is that of a secret, and type is ${shown(type)}`] };
    }),
};
