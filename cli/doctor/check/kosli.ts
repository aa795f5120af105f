import { type Finding, findingKinds } from '../finding';
import type { Facts } from '../look/facts';
import type { FlowAnswer } from '../look/kosli';
import { isToken } from '../look/token';
import { unseenOf } from './unseen';

// Nothing of the token stays in the shell's history.
const PUT =
  '(read -rs TOKEN && printf %s "$TOKEN" | aws ssm put-parameter --region {region} --name {parameter} --type SecureString --overwrite --value file:///dev/stdin)';

const PASTE = 'run this, paste the token (it is not shown) and press return';

export const KOSLI = findingKinds('Kosli', {
  'parameter-secure': ['ok', 'a SecureString'],
  'parameter-missing': ['error', 'there is no such parameter', PASTE, PUT],
  'parameter-empty': ['error', 'the parameter is empty', PASTE, PUT],
  'parameter-malformed': [
    'error',
    'it has characters that a token cannot have, such as line breaks; expected the bare token, not JSON',
    PASTE,
    PUT,
  ],
  'parameter-plain': [
    'warning',
    'its type is {type}, not SecureString: the token is stored in the clear',
    'delete it, then put it again as a SecureString, and give out a new token',
    'aws ssm delete-parameter --region {region} --name {parameter}',
  ],
  'flow-there': ['ok', 'the token is valid; organization and flow are there'],
  'flow-created': ['note', 'there was no flow {flow} in organization {org}; it was created'],
  'flow-missing': [
    'error',
    'there is no flow {flow} in organization {org}',
    'run this again with --create-flow, or correct kosli_flow_name (before deployment: --kosli-flow)',
  ],
  'token-refused': ['error', 'Kosli refuses the token (401)', PASTE, PUT],
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
  const values = { parameter, region: plan.region };
  if ('unseen' in type) return unseenOf(KOSLI.about, parameter, type);
  if (type.seen === null) return [KOSLI.tell('parameter-missing', parameter, values)];
  const typed =
    type.seen === 'SecureString'
      ? KOSLI.tell('parameter-secure', parameter)
      : KOSLI.tell('parameter-plain', parameter, { ...values, type: type.seen });
  if ('unseen' in token) return [typed, ...unseenOf(KOSLI.about, parameter, token)];
  if (token.seen === null) return [typed, KOSLI.tell('parameter-empty', parameter, values)];
  return isToken(token.seen) ? [typed] : [typed, KOSLI.tell('parameter-malformed', parameter, values)];
};

/** Whether Kosli takes evidence with the token that the parameter holds. */
export const checkKosli = (facts: Facts): readonly Finding[] => {
  const { flow, plan } = facts;
  const { org, flow: name, host, tokenParameter: parameter } = plan.kosli;
  const parameters = parameterOf(facts);
  if (flow === null) return parameters;
  if ('unseen' in flow) return [...parameters, ...unseenOf(KOSLI.about, host, flow)];
  return [
    ...parameters,
    KOSLI.tell(KINDS[flow.seen], `${org}/${name}`, { org, flow: name, parameter, region: plan.region }),
  ];
};
