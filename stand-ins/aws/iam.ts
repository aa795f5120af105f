import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server';
import type { HttpRequest, HttpResponse } from './http-message';

/** What can be done to IAM from the outside, and seen of it. */
interface IamState {
  /** What a role may do, by its policies: to each resource whose ARN begins like this. */
  readonly allow: (roleArn: string, resourcePrefix: string | null) => void;
  /** What a role may do besides: these actions, with each resource whose ARN begins like this. */
  readonly grant: (roleArn: string, actions: readonly string[], resourcePrefix: string) => void;
  /** The role is no more. */
  readonly forget: (roleArn: string) => void;
  /** Leaves this action out of its answers from now on. */
  readonly keepSilentAbout: (action: string) => void;
  /** Refuses everything from now on. */
  readonly denyAll: () => void;
  /** The roles that were asked about, oldest first. */
  readonly asked: readonly string[];
}

/** IAM's policy simulator, for roles it was told of. */
export interface Iam extends IamState, LoopbackServer {}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const errorXml = (code: string, message: string) =>
  `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`;

const memberXml = (action: string, resource: string, decision: string) =>
  `<member><EvalActionName>${escaped(action)}</EvalActionName><EvalResourceName>${escaped(resource)}</EvalResourceName><EvalDecision>${decision}</EvalDecision></member>`;

/** @param marker where the next page begins; null on the last one */
const resultXml = (members: readonly string[], marker: string | null) =>
  `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><IsTruncated>${marker !== null}</IsTruncated>${marker === null ? '' : `<Marker>${marker}</Marker>`}<EvaluationResults>${members.join('')}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;

interface Grant {
  readonly actions: readonly string[];
  readonly resourcePrefix: string;
}

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
  let refuses = false;
  const simulate = (form: URLSearchParams): { status: number; xml: string } => {
    if (form.get('Action') !== 'SimulatePrincipalPolicy')
      return { status: 400, xml: errorXml('InvalidAction', `This stand-in has no ${form.get('Action')}`) };
    const roleArn = form.get('PolicySourceArn') ?? '';
    if (refuses)
      return {
        status: 403,
        xml: errorXml('AccessDenied', 'User is not authorized to perform: iam:SimulatePrincipalPolicy'),
      };
    const actions = listOf(form, 'ActionNames');
    if (actions.length === 0) return { status: 400, xml: errorXml('InvalidInput', 'No action was given.') };
    const given = listOf(form, 'ResourceArns');
    asked.push(roleArn);
    const prefix = roles.get(roleArn);
    if (prefix === undefined)
      return { status: 404, xml: errorXml('NoSuchEntity', `The role ${roleArn} cannot be found.`) };
    const granted = grants.get(roleArn) ?? [];
    const isAllowed = (action: string, resource: string) =>
      (prefix !== null && resource.startsWith(prefix)) ||
      granted.some((one) => one.actions.includes(action) && resource.startsWith(one.resourcePrefix));
    const members = actions
      .filter((action) => !silent.has(action))
      .flatMap((action) =>
        (given.length === 0 ? ['*'] : given).map((resource) =>
          memberXml(action, resource, isAllowed(action, resource) ? 'allowed' : 'implicitDeny'),
        ),
      );
    const from = Number(form.get('Marker') ?? 0);
    const next = from + PAGE;
    return {
      status: 200,
      xml: resultXml(members.slice(from, next), next < members.length ? String(next) : null),
    };
  };
  return {
    asked,
    allow: (roleArn, prefix) => roles.set(roleArn, prefix),
    grant: (roleArn, actions, resourcePrefix) => {
      if (!roles.has(roleArn)) roles.set(roleArn, null);
      grants.set(roleArn, [...(grants.get(roleArn) ?? []), { actions, resourcePrefix }]);
    },
    forget: (roleArn) => {
      roles.delete(roleArn);
      grants.delete(roleArn);
    },
    keepSilentAbout: (action) => void silent.add(action),
    denyAll: () => {
      refuses = true;
    },
    answer: ({ headers, body }) => {
      const signed = headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=') === true;
      const { status, xml } = signed
        ? simulate(new URLSearchParams(body.toString('utf8')))
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
