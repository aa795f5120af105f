import type { Request } from './messages/request';
import { failed, type Outcome } from './outcome';
import type { Ports } from './ports';
import { reconcile } from './reconcile';
import { reportBypasses, reportRefusals } from './report-calls';
import { reportMissingTranscripts } from './report-missing';
import { reportSessionStarts } from './report-session-starts';
import { reportTranscripts } from './report-transcripts';
import type { ReportingRules } from './reporting-rules';
import { stateCompleteness } from './state-completeness';

type RequestOf<Kind extends Request['kind']> = Extract<Request, { readonly kind: Kind }>;

/** Carries out all requests of one kind in a batch, and gives each its outcome. Never throws. */
type Story<Kind extends Request['kind']> = (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly RequestOf<Kind>[],
) => Promise<ReadonlyMap<Request, Outcome>>;

/** In this order: who and where of a session come before its transcript, and a statement counts what is reported. */
const STORIES: { readonly [Kind in Request['kind']]: Story<Kind> } = {
  'session-started': reportSessionStarts,
  'session-refused': reportRefusals,
  'session-bypassed': reportBypasses,
  'transcript-uploaded': reportTranscripts,
  'transcript-missing': reportMissingTranscripts,
  reconcile,
  completeness: stateCompleteness,
};

const ORDER: readonly string[] = Object.keys(STORIES);

const isOf =
  <Kind extends Request['kind']>(kind: Kind) =>
  (request: Request): request is RequestOf<Kind> =>
    request.kind === kind;

const carryOutKind = <Kind extends Request['kind']>(
  kind: Kind,
  ports: Ports,
  rules: ReportingRules,
  requests: readonly Request[],
): Promise<ReadonlyMap<Request, Outcome>> => STORIES[kind](ports, rules, requests.filter(isOf(kind)));

/** Carries out the requests of a batch, grouped by kind. Every request has an outcome. */
export const carryOut = async (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly Request[],
): Promise<ReadonlyMap<Request, Outcome>> => {
  const outcomes = new Map<Request, Outcome>();
  const kinds = [...new Set(requests.map((request) => request.kind))];
  for (const kind of kinds.toSorted((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other))) {
    for (const [request, outcome] of await carryOutKind(kind, ports, rules, requests))
      outcomes.set(request, outcome);
  }
  return new Map(
    requests.map((request) => [
      request,
      outcomes.get(request) ?? failed(new Error(`a request of kind ${request.kind} has no outcome`)),
    ]),
  );
};
