import { type Finding, findingKinds } from '../finding';
import type { Facts } from '../look/facts';
import type { FlowAnswer } from '../look/kosli';
import { isToken } from '../look/token';
import { unseenOf } from './unseen';

// Nothing of the token stays in the shell's history.
const PUT =
  '(read -rs TOKEN && printf %s "$TOKEN" | aws ssm put-parameter --name {parameter} --type SecureString --overwrite --value file:///dev/stdin)';

export const KOSLI = findingKinds('Kosli', {
  'parameter-secure': ['ok', 'a SecureString'],
  'parameter-missing': ['error', 'there is no such parameter', PUT],
  'parameter-empty': ['error', 'the parameter is empty', PUT],
  'parameter-malformed': [
    'error',
    'it has characters that a token cannot have, such as line breaks; expected the bare token, not JSON',
    PUT,
  ],
  'parameter-plain': [
    'warning',
    'its type is {type}, not SecureString: the token is stored in the clear',
    'aws ssm delete-parameter --name {parameter}, then put it with --type SecureString',
  ],
  'flow-there': ['ok', 'the token is valid; organization and flow are there'],
  'flow-created': ['note', 'there was no flow {flow} in organization {org}; it was created'],
  'flow-missing': [
    'error',
    'there is no flow {flow} in organization {org}',
    'doctor --create-flow, or correct kosli_flow_name (before deployment: --kosli-flow)',
  ],
  'token-refused': ['error', 'Kosli refuses the token (401)', PUT],
  'token-denied': [
    'error',
    'Kosli denies the token organization {org} (403)',
    'put in a token of a member or admin of {org}, or correct kosli_org_name',
  ],
});

const KINDS: Readonly<Record<FlowAnswer, keyof typeof KOSLI.kinds>> = {
  there: 'flow-there',
  created: 'flow-created',
  'no-flow': 'flow-missing',
  'token-refused': 'token-refused',
  denied: 'token-denied',
};

const parameterOf = ({ parameter: { type, token }, plan }: Facts): readonly Finding[] => {
  const { tokenParameter: parameter } = plan.kosli;
  if ('unseen' in type) return unseenOf(KOSLI.about, parameter, type);
  if (type.seen === null) return [KOSLI.tell('parameter-missing', parameter, { parameter })];
  const typed =
    type.seen === 'SecureString'
      ? KOSLI.tell('parameter-secure', parameter)
      : KOSLI.tell('parameter-plain', parameter, { type: type.seen, parameter });
  if ('unseen' in token) return [typed, ...unseenOf(KOSLI.about, parameter, token)];
  if (token.seen === null) return [typed, KOSLI.tell('parameter-empty', parameter, { parameter })];
  return isToken(token.seen) ? [typed] : [typed, KOSLI.tell('parameter-malformed', parameter, { parameter })];
};

/** Whether Kosli takes evidence with the token that the parameter holds. */
export const checkKosli = (facts: Facts): readonly Finding[] => {
  const { flow, plan } = facts;
  const { org, flow: name, host, tokenParameter: parameter } = plan.kosli;
  const parameters = parameterOf(facts);
  if (flow === null) return parameters;
  if ('unseen' in flow) return [...parameters, ...unseenOf(KOSLI.about, host, flow)];
  return [...parameters, KOSLI.tell(KINDS[flow.seen], `${org}/${name}`, { org, flow: name, parameter })];
};
