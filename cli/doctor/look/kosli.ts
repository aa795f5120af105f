import { EXPECTED_ATTESTATIONS } from '../../../lambda/evidence/expected';
import { trailTemplate } from '../../../lambda/kosli/trail-template';
import type { DeploymentPlan } from '../plan';
import type { Look } from './look';

/** What Kosli says of the token and the flow. */
export type FlowAnswer = 'there' | 'created' | 'token-refused' | 'denied' | 'no-flow';

type Place = DeploymentPlan['kosli'];

const MAX_MS = 20_000;
const MAX_ANSWER_CHARACTERS = 200;

const unanswered = (host: string, why: string): Look<never> => ({
  unseen: { what: `Kosli at ${host}`, permission: 'none', why, denied: false },
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

const ask = async (url: string, token: string, init: RequestInit): Promise<Answer | { why: string }> => {
  try {
    const response = await fetch(url, {
      ...init,
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(MAX_MS),
    });
    const isJson = /^application\/json\b/.test(response.headers.get('content-type') ?? '');
    const text = (await response.text()).replaceAll(token, '[API token]').slice(0, MAX_ANSWER_CHARACTERS);
    // For example the login page of a proxy.
    return isJson
      ? { status: response.status, text }
      : { why: `it answered ${response.status}, not in JSON` };
  } catch (error) {
    // fetch fails for the network's reasons only, and says them in the cause.
    const { cause } = error as { readonly cause?: unknown };
    return { why: String(cause ?? error) };
  }
};

const createFlow = (place: Place, token: string) => {
  const form = new FormData();
  const description = 'Who opened a shell in which ECS service, and what happened in it';
  form.append('data_json', JSON.stringify({ name: place.flow, description }));
  form.append('template_file', new Blob([trailTemplate(EXPECTED_ATTESTATIONS)]), 'flow-template.yml');
  const url = `${place.host}/api/v2/flows/${encodeURIComponent(place.org)}/template_file`;
  return ask(url, token, { method: 'PUT', body: form });
};

const REFUSALS: Readonly<Record<number, FlowAnswer>> = { 401: 'token-refused', 403: 'denied' };

/** Asks Kosli for the flow, which shows whether the token is good; creates the flow where there is none and `create` says so. */
export const lookAtFlow = async (place: Place, token: string, create: boolean): Promise<Look<FlowAnswer>> => {
  const { host, org, flow } = place;
  const url = `${host}/api/v2/flows/${encodeURIComponent(org)}/${encodeURIComponent(flow)}`;
  const answer = await ask(url, token, { method: 'GET' });
  if ('why' in answer) return unanswered(host, answer.why);
  const refusal = REFUSALS[answer.status];
  if (refusal !== undefined) return { seen: refusal };
  if (answer.status === 200) return { seen: 'there' };
  if (answer.status !== 404) return unanswered(host, `it answered ${answer.status} ${answer.text}`);
  if (!create) return { seen: 'no-flow' };
  const created = await createFlow(place, token);
  if ('why' in created) return unanswered(host, created.why);
  if (created.status === 200 || created.status === 201) return { seen: 'created' };
  return unanswered(host, `it answered ${created.status} to creating the flow: ${created.text}`);
};
