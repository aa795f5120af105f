import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server';

/** IAM's policy simulator, for roles it was told of. */
export interface Iam extends LoopbackServer {
  /** What a role may do, by its policies: to each resource whose ARN begins like this. */
  readonly allow: (roleArn: string, resourcePrefix: string | null) => void;
  /** The roles that were asked about, oldest first. */
  readonly asked: readonly string[];
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const errorXml = (code: string, message: string) =>
  `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`;

const resultXml = (action: string, resource: string, decision: string) =>
  `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults><member><EvalActionName>${escaped(action)}</EvalActionName><EvalResourceName>${escaped(resource)}</EvalResourceName><EvalDecision>${decision}</EvalDecision></member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;

/** IAM speaks the AWS Query protocol: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const openIam = async (): Promise<Iam> => {
  const roles = new Map<string, string | null>();
  const asked: string[] = [];
  const answer = (form: URLSearchParams): { status: number; xml: string } => {
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
  const server = await listenOnLoopback(async (request, response) => {
    const form = new URLSearchParams((await readBody(request)).toString('utf8'));
    const signed = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=') === true;
    const { status, xml } = signed
      ? answer(form)
      : {
          status: 403,
          xml: errorXml('MissingAuthenticationToken', 'Request is missing Authentication Token'),
        };
    response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
  });
  return { ...server, asked, allow: (roleArn, prefix) => roles.set(roleArn, prefix) };
};
