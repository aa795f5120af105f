import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server';
import type { HttpRequest, HttpResponse } from './http-message';
import { accountDetailsXml, type Grant } from './iam-account-details';

/** What can be done to IAM from the outside, and seen of it. */
interface IamState {
  /** What a role may do, by its policies: to each resource whose ARN begins like this. */
  readonly allow: (roleArn: string, resourcePrefix: string | null) => void;
  /** What a role or user may do besides: these actions, with each resource whose ARN begins like this. */
  readonly grant: (
    principalArn: string,
    actions: readonly string[],
    resourcePrefix: string,
    how?: Partial<Pick<Grant, 'through' | 'condition'>>,
  ) => void;
  /** The role is no more. */
  readonly forget: (roleArn: string) => void;
  /** Leaves this action out of its answers from now on. */
  readonly keepSilentAbout: (action: string) => void;
  /** Lists so many at most on a page of roles and users. */
  readonly keepPagesShort: (most: number) => void;
  /** Refuses this from now on, for example `SimulatePrincipalPolicy`. */
  readonly deny: (operation: string) => void;
  /** The roles and users whose policies were simulated, oldest first. */
  readonly asked: readonly string[];
}

/** IAM's policy simulator, for roles and users it was told of, and the list of them. */
export interface Iam extends IamState, LoopbackServer {}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const errorXml = (code: string, message: string) =>
  `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`;

/** @param missing condition keys that the simulation had no value for */
const memberXml = (action: string, resource: string, decision: string, missing: readonly string[]) =>
  `<member><EvalActionName>${escaped(action)}</EvalActionName><EvalResourceName>${escaped(resource)}</EvalResourceName><EvalDecision>${decision}</EvalDecision><MissingContextValues>${missing.map((key) => `<member>${key}</member>`).join('')}</MissingContextValues></member>`;

/** @param marker where the next page begins; null on the last one */
const resultXml = (members: readonly string[], marker: string | null) =>
  `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><IsTruncated>${marker !== null}</IsTruncated>${marker === null ? '' : `<Marker>${marker}</Marker>`}<EvaluationResults>${members.join('')}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;

/** The members of a list of the Query protocol, in order. */
const listOf = (form: URLSearchParams, name: string): readonly string[] => {
  const members: string[] = [];
  for (let at = 1; form.has(`${name}.member.${at}`); at += 1)
    members.push(form.get(`${name}.member.${at}`) ?? '');
  return members;
};

/** IAM's own limit of a page. */
const PAGE = 100;

/**
 * IAM without an address; it speaks the AWS Query protocol:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export const iamService = (): IamState & { readonly answer: (request: HttpRequest) => HttpResponse } => {
  const roles = new Map<string, string | null>();
  const grants = new Map<string, readonly Grant[]>();
  const asked: string[] = [];
  const silent = new Set<string>();
  const denied = new Set<string>();
  let most = 1000;
  const simulate = (form: URLSearchParams): { status: number; xml: string } => {
    const roleArn = form.get('PolicySourceArn') ?? '';
    const actions = listOf(form, 'ActionNames');
    if (actions.length === 0) return { status: 400, xml: errorXml('InvalidInput', 'No action was given.') };
    const given = listOf(form, 'ResourceArns');
    asked.push(roleArn);
    const prefix = roles.get(roleArn);
    if (prefix === undefined)
      return { status: 404, xml: errorXml('NoSuchEntity', `The role ${roleArn} cannot be found.`) };
    const granted = grants.get(roleArn) ?? [];
    // A resource of "*" in a policy is every resource; in a question it is that text.
    const grantsOf = (action: string, resource: string) =>
      granted.filter(
        (one) =>
          one.actions.some(
            (name) => name === action || (name.endsWith('*') && action.startsWith(name.slice(0, -1))),
          ) &&
          (one.resourcePrefix === '*' || resource.startsWith(one.resourcePrefix)),
      );
    const memberOf = (action: string, resource: string) => {
      const some = grantsOf(action, resource);
      const allowed =
        (prefix !== null && resource.startsWith(prefix)) || some.some(({ condition }) => condition === null);
      const missing = some.flatMap(({ condition }) => condition ?? []);
      return memberXml(action, resource, allowed ? 'allowed' : 'implicitDeny', missing);
    };
    const members = actions
      .filter((action) => !silent.has(action))
      .flatMap((action) =>
        (given.length === 0 ? ['*'] : given).map((resource) => memberOf(action, resource)),
      );
    const from = Number(form.get('Marker') ?? 0);
    const next = from + PAGE;
    return {
      status: 200,
      xml: resultXml(members.slice(from, next), next < members.length ? String(next) : null),
    };
  };
  const details = (form: URLSearchParams) => {
    const known = new Map(
      [...roles].map(([arn, prefix]) => {
        const everything = {
          actions: ['*'],
          resourcePrefix: prefix ?? '',
          through: 'inline',
          condition: null,
        } as const;
        return [arn, [...(prefix === null ? [] : [everything]), ...(grants.get(arn) ?? [])]];
      }),
    );
    const xml = accountDetailsXml(form, known, most);
    return xml === null
      ? { status: 400, xml: errorXml('ValidationError', 'MaxItems or Marker is wrong.') }
      : { status: 200, xml };
  };
  const run = (form: URLSearchParams): { status: number; xml: string } => {
    const operation = form.get('Action') ?? '';
    if (denied.has(operation)) {
      const message = `User is not authorized to perform: iam:${operation}`;
      return { status: 403, xml: errorXml('AccessDenied', message) };
    }
    if (operation === 'SimulatePrincipalPolicy') return simulate(form);
    if (operation === 'GetAccountAuthorizationDetails') return details(form);
    return { status: 400, xml: errorXml('InvalidAction', `This stand-in has no ${operation}`) };
  };
  return {
    asked,
    allow: (roleArn, prefix) => roles.set(roleArn, prefix),
    grant: (principalArn, actions, resourcePrefix, { through = 'inline', condition = null } = {}) => {
      if (!roles.has(principalArn)) roles.set(principalArn, null);
      const grant = { actions, resourcePrefix, through, condition };
      grants.set(principalArn, [...(grants.get(principalArn) ?? []), grant]);
    },
    forget: (roleArn) => {
      roles.delete(roleArn);
      grants.delete(roleArn);
    },
    keepSilentAbout: (action) => void silent.add(action),
    keepPagesShort: (size) => {
      most = size;
    },
    deny: (operation) => void denied.add(operation),
    answer: ({ headers, body }) => {
      const signed = headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=') === true;
      const { status, xml } = signed
        ? run(new URLSearchParams(body.toString('utf8')))
        : {
            status: 403,
            xml: errorXml('MissingAuthenticationToken', 'Request is missing Authentication Token'),
          };
      return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
    },
  };
};

export const openIam = async (): Promise<Iam> => {
  const { answer, ...state } = iamService();
  const server = await listenOnLoopback(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const answered = answer({ method, url, headers, body: await readBody(request) });
    response.writeHead(answered.status, answered.headers).end(answered.body);
  });
  return { ...server, ...state };
};
