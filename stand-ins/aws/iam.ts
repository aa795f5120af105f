import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server';
import type { HttpRequest, HttpResponse } from './http-message';

/** What can be done to IAM from the outside, and seen of it. */
interface IamState {
  /** What a role may do, by its policies: to each resource whose ARN begins like this. */
  readonly allow: (roleArn: string, resourcePrefix: string | null) => void;
  /** The roles that were asked about, oldest first. */
  readonly asked: readonly string[];
}

/** IAM's policy simulator, for roles it was told of. */
export interface Iam extends IamState, LoopbackServer {}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const errorXml = (code: string, message: string) =>
  `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`;

const resultXml = (action: string, resource: string, decision: string) =>
  `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults><member><EvalActionName>${escaped(action)}</EvalActionName><EvalResourceName>${escaped(resource)}</EvalResourceName><EvalDecision>${decision}</EvalDecision></member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;

/**
 * IAM without an address; it speaks the AWS Query protocol:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export const iamService = (): IamState & { readonly answer: (request: HttpRequest) => HttpResponse } => {
  const roles = new Map<string, string | null>();
  const asked: string[] = [];
  const simulate = (form: URLSearchParams): { status: number; xml: string } => {
    if (form.get('Action') !== 'SimulatePrincipalPolicy')
      return { status: 400, xml: errorXml('InvalidAction', `This stand-in has no ${form.get('Action')}`) };
    const roleArn = form.get('PolicySourceArn') ?? '';
    const action = form.get('ActionNames.member.1') ?? '';
    const resource = form.get('ResourceArns.member.1') ?? '*';
    asked.push(roleArn);
    const prefix = roles.get(roleArn);
    if (prefix === undefined)
      return { status: 404, xml: errorXml('NoSuchEntity', `The role ${roleArn} cannot be found.`) };
    const allowed = prefix !== null && resource.startsWith(prefix);
    return { status: 200, xml: resultXml(action, resource, allowed ? 'allowed' : 'implicitDeny') };
  };
  return {
    asked,
    allow: (roleArn, prefix) => roles.set(roleArn, prefix),
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
