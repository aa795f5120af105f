import { complianceStateOf, type Ledger, type ReportedAttestation, statusesOf, type Trail } from './ledger';
import { AttestationPayload, FlowPayload, parsePayload, parseTemplate, TrailPayload } from './payloads';
import { type ApiRequest, type Form, readForm } from './read-form';
import { KosliRefusal, notFound } from './refusal';

/** What the API answers from. */
export interface ApiContext {
  readonly org: string;
  readonly flow: string;
  readonly token: string;
  readonly ledger: Ledger;
  /** Those that were created besides; they have no trails here. */
  readonly created?: Set<string>;
}

interface Asked {
  readonly context: ApiContext;
  readonly request: ApiRequest;
  /** Is called with what the form held, so that tests can look at it later. */
  readonly seen: (form: Form) => void;
  readonly trail: string;
  readonly attestation: string;
}

type Endpoint = (
  asked: Asked,
) => Promise<{ status: number; body: unknown }> | { status: number; body: unknown };

const trailView = ({ org, flow }: ApiContext, trail: Trail) => ({
  name: trail.name,
  created_at: trail.created_at,
  html_url: `https://app.kosli.com/${org}/flows/${flow}/trails/${trail.name}`,
  flow: { name: flow },
  compliance_state: complianceStateOf(trail),
  is_compliant: complianceStateOf(trail) === 'COMPLIANT',
  compliance_status: {
    status: complianceStateOf(trail),
    is_compliant: complianceStateOf(trail) === 'COMPLIANT',
    attestations_statuses: statusesOf(trail),
    artifacts_statuses: {},
  },
});

// Annotations and the attachment itself are not in the answer as documented.
const attestationView = ({ org, flow }: ApiContext, trail: string, report: ReportedAttestation) => {
  const { attachment, annotations, external_urls, description, ...shown } = report;
  return {
    schema_version: 1,
    attestation_type: 'generic',
    flow_name: flow,
    trail_name: trail,
    html_url: `https://app.kosli.com/${org}/flows/${flow}/trails/${trail}?attestation_id=${report.attestation_id}`,
    evidence_archive_path: attachment === null ? null : `${report.attestation_id}/evidence.tgz`,
    ...shown,
    user_data: report.user_data ?? {},
  };
};

const beginTrail: Endpoint = async ({ context, request, seen }) => {
  const form = await readForm(request, 'template_file');
  seen(form);
  const template = form.file?.bytes ?? null;
  const begun = context.ledger.begin(
    parsePayload(TrailPayload, form.dataJson),
    template === null ? null : parseTemplate(template.toString('utf8')),
  );
  return { status: begun === 'begun' ? 201 : 200, body: 'OK' };
};

const attest: Endpoint = async ({ context, request, seen, trail }) => {
  const form = await readForm(request, 'attachment_file');
  seen(form);
  context.ledger.attest(trail, parsePayload(AttestationPayload, form.dataJson), form.file);
  return { status: 201, body: 'OK' };
};

const knownTrail = ({ ledger, org, flow }: ApiContext, name: string): Trail => {
  const known = ledger.trails.get(name);
  if (known !== undefined) return known;
  throw notFound(`Trail with name '${name}' does not exist for Organization '${org}' and Flow '${flow}'`);
};

const getTrail: Endpoint = ({ context, trail }) => ({
  status: 200,
  body: trailView(context, knownTrail(context, trail)),
});

// None at all on a trail is an empty list, not a 404.
const getAttestations: Endpoint = ({ context, trail, attestation }) => ({
  status: 200,
  body: knownTrail(context, trail)
    .attestations.filter(({ attestation_name }) => attestation_name === attestation)
    .map((report) => attestationView(context, trail, report)),
});

const flowThere = ({ org, flow, created }: ApiContext, asked: string) => {
  if (asked !== flow && created?.has(asked) !== true)
    throw notFound(`Flow named '${asked}' does not exist for organization '${org}'`);
  return { status: 200, body: { name: asked, org, visibility: 'private' } };
};

const createFlow = async ({ flow, created }: ApiContext, request: ApiRequest, seen: (form: Form) => void) => {
  const form = await readForm(request, 'template_file');
  seen(form);
  const { name } = parsePayload(FlowPayload, form.dataJson);
  if (form.file?.bytes) parseTemplate(form.file.bytes.toString('utf8'));
  const known = name === flow || created?.has(name) === true;
  created?.add(name);
  return { status: known ? 200 : 201, body: 'OK' };
};

const FLOWS = /^(GET|PUT) \/api\/v2\/flows\/([^/]+)\/([^/]+)$/;
const PLACE = '/api/v2/(?<kind>trails|attestations)/(?<org>[^/]+)/(?<flow>[^/]+)';
const ENDPOINTS: readonly { readonly route: RegExp; readonly endpoint: Endpoint }[] = [
  { route: new RegExp(`^PUT ${PLACE.replace('|attestations', '')}$`), endpoint: beginTrail },
  { route: new RegExp(`^GET ${PLACE.replace('|attestations', '')}/(?<trail>[^/]+)$`), endpoint: getTrail },
  {
    route: new RegExp(`^POST ${PLACE.replace('trails|', '')}/trail/(?<trail>[^/]+)/generic$`),
    endpoint: attest,
  },
  {
    route: new RegExp(`^GET ${PLACE.replace('trails|', '')}/trail/(?<trail>[^/]+)/(?<attestation>[^/]+)$`),
    endpoint: getAttestations,
  },
];

const authorise = ({ token }: ApiContext, { headers }: ApiRequest): void => {
  if (headers.authorization !== `Bearer ${token}`) {
    throw new KosliRefusal(401, { message: 'The API token is not valid.' });
  }
};

/** @throws KosliRefusal */
export const answerApi = async (
  context: ApiContext,
  request: ApiRequest,
  seen: (form: Form) => void,
): Promise<{ status: number; body: unknown }> => {
  authorise(context, request);
  const asked = `${request.method} ${request.url}`;
  const [, method, ofOrg, ofFlow] = FLOWS.exec(asked) ?? [];
  if (ofOrg !== undefined && ofFlow !== undefined) {
    if (decodeURIComponent(ofOrg) !== context.org) throw new KosliRefusal(403, 'Denied');
    if (method === 'GET') return flowThere(context, decodeURIComponent(ofFlow));
    if (ofFlow === 'template_file') return createFlow(context, request, seen);
  }
  for (const { route, endpoint } of ENDPOINTS) {
    const { groups } = route.exec(asked) ?? {};
    if (groups === undefined) continue;
    const { org = '', flow = '', trail = '', attestation = '' } = groups;
    if (decodeURIComponent(org) !== context.org) throw new KosliRefusal(403, 'Denied');
    if (decodeURIComponent(flow) !== context.flow)
      throw notFound(`Flow named '${flow}' does not exist for organization '${org}'`);
    return endpoint({
      context,
      request,
      seen,
      trail: decodeURIComponent(trail),
      attestation: decodeURIComponent(attestation),
    });
  }
  throw notFound(`${asked} is not part of the API`);
};
