import { containerBlock, judgeContainers } from '../containers';
import { at, items, textOf } from '../place';
import type { Rule } from '../rule';
import { namesSecret } from './secret-name';

/** Access key ids: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const SECRET_VALUE = /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

export const noPlainSecrets: Rule = {
  id: 'no-plain-secrets',
  control: '5',
  title: 'Containers refer to secrets, and have none in environment variables',
  reason: 'Environment variables are in the task definition, which everybody who may describe it can read.',
  level: 'should',
  remediation: (resource) =>
    containerBlock(resource, [
      'secrets = [{ name = "THE_NAME", valueFrom = aws_secretsmanager_secret.THE_SECRET.arn }]',
    ]),
  judge: (plan) =>
    judgeContainers(plan, ({ name, definition }) => ({
      // The value is never shown.
      violations: items(at(definition, 'environment')).flatMap((variable) => {
        const key = textOf(at(variable, 'name')) ?? '';
        const value = textOf(at(variable, 'value'));
        if (value === null || value.startsWith('arn:')) return [];
        return namesSecret(key) || SECRET_VALUE.test(value)
          ? [`${name} has what seems to be a secret in environment variable ${JSON.stringify(key)}`]
          : [];
      }),
    })),
};
