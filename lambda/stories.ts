import type { Request } from './messages/request';
import { failed, type Outcome } from './outcome';
import type { Ports } from './ports';
import { reportTranscripts } from './report-transcripts';
import type { ReportingRules } from './reporting-rules';

type RequestOf<Kind extends Request['kind']> = Extract<Request, { readonly kind: Kind }>;

/** Carries out all requests of one kind in a batch, and gives each its outcome. Never throws. */
type Story<Kind extends Request['kind']> = (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly RequestOf<Kind>[],
) => Promise<ReadonlyMap<Request, Outcome>>;

const STORIES: { readonly [Kind in Request['kind']]: Story<Kind> } = {
  'transcript-uploaded': reportTranscripts,
};

const isOf =
  <Kind extends Request['kind']>(kind: Kind) =>
  (request: Request): request is RequestOf<Kind> =>
    request.kind === kind;

const tell = <Kind extends Request['kind']>(
  kind: Kind,
  ports: Ports,
  rules: ReportingRules,
  requests: readonly Request[],
): Promise<ReadonlyMap<Request, Outcome>> => STORIES[kind](ports, rules, requests.filter(isOf(kind)));

/** Carries out the requests of a batch, those of one kind together. Every request has an outcome. */
export const carryOut = async (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly Request[],
): Promise<ReadonlyMap<Request, Outcome>> => {
  const outcomes = new Map<Request, Outcome>();
  for (const kind of new Set(requests.map((request) => request.kind))) {
    for (const [request, outcome] of await tell(kind, ports, rules, requests)) outcomes.set(request, outcome);
  }
  return new Map(
    requests.map((request) => [
      request,
      outcomes.get(request) ?? failed(new Error(`a request of kind ${request.kind} has no outcome`)),
    ]),
  );
};
