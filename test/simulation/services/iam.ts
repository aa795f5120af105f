import type { Answer, Call } from '../engine/gateway';

/** A role that may upload nothing. */
export const DENIED_ROLE = 'arn:aws:iam::111122223333:role/without-uploads';
export const TASK_ROLE = 'arn:aws:iam::111122223333:role/exec-task';

export const isForIam = ({ headers, body }: Call): boolean =>
  String(headers['content-type']).startsWith('application/x-www-form-urlencoded') &&
  body.includes('Action=SimulatePrincipalPolicy');

/** IAM's policy simulator: all roles may upload but one. */
export const answerIam = ({ body }: Call): Answer => {
  const form = new URLSearchParams(body.toString());
  const decision = form.get('PolicySourceArn') === DENIED_ROLE ? 'implicitDeny' : 'allowed';
  const result =
    `<EvalActionName>${form.get('ActionNames.member.1')}</EvalActionName>` +
    `<EvalResourceName>${form.get('ResourceArns.member.1')}</EvalResourceName><EvalDecision>${decision}</EvalDecision>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body:
      '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>' +
      `<IsTruncated>false</IsTruncated><EvaluationResults><member>${result}</member></EvaluationResults>` +
      '</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>',
  };
};
