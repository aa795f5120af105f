import { command } from '../command';
import { DEPLOYMENT_OPTIONS } from '../deployment/deployment-options';
import { examine } from '../doctor/checks';
import { closeClients, openClients } from '../doctor/look/clients';
import { gatherFacts } from '../doctor/look/facts';
import { countOf, printFindings } from '../doctor/print';
import { readPlan } from '../doctor/read-plan';
import { exitCodeOf } from '../doctor/verdict';

const text = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;

/** Looks at the account and at Kosli. */
export const doctor = command({
  usage: 'doctor',
  does: 'Say what will not work in this account, and how to fix it.',
  about: `Looks at the transcript bucket and its notifications, clusters, services and task roles,
keys, the token and the flow on Kosli, CloudTrail, the function and its queues, and follows the
last session from its call to Kosli. It only reads, unless --create-flow is given.

After deployment it takes the settings from the function. Before, say what will be deployed with
--bucket, --kosli-org and --kosli-flow. The token is read from its parameter, or from
KOSLI_API_TOKEN, and never shown. What it may not look at is a finding too; then, if nothing else
is wrong, it ends with 2.`,
  examples: [
    ['doctor', 'looks at what is deployed'],
    ['doctor --bucket acme-exec --kosli-org acme --kosli-flow production-access', 'looks before deployment'],
  ],
  operands: {},
  options: {
    function: text(`The deployed function, whose settings are used; ${DEPLOYMENT_OPTIONS.function.default}`),
    region: DEPLOYMENT_OPTIONS.region,
    bucket: text('Before deployment: the bucket ECS Exec uploads transcripts to'),
    prefix: text('Before deployment: what their keys begin with; the whole bucket, unless given'),
    'kosli-org': text('Before deployment: the organization on Kosli'),
    'kosli-flow': text('Before deployment: the flow on Kosli'),
    'kosli-host': text('Before deployment: where Kosli is; https://app.kosli.com, unless given'),
    'token-parameter': text('Before deployment: the SSM parameter; kosli_api_token, unless given'),
    'create-flow': { type: 'boolean', default: false, describe: 'Create the flow on Kosli if there is none' },
  },
  run: async (given, terminal) => {
    const plan = await readPlan({
      function: given.function,
      region: given.region,
      bucket: given.bucket,
      prefix: given.prefix,
      kosliOrg: given['kosli-org'],
      kosliFlow: given['kosli-flow'],
      kosliHost: given['kosli-host'],
      tokenParameter: given['token-parameter'],
    });
    const progress = terminal.progress(`Looking at ${plan.region}`);
    const clients = openClients(plan.region);
    try {
      const facts = await gatherFacts({
        plan,
        clients,
        now: new Date(),
        ownToken: process.env.KOSLI_API_TOKEN?.trim() || null,
        createFlow: given['create-flow'],
      });
      progress.end();
      const findings = examine(facts);
      const { region, bucket, deployed } = plan;
      terminal.result(
        { region, bucket, function: deployed?.functionName ?? null, count: countOf(findings), findings },
        () => printFindings(findings),
      );
      return exitCodeOf(findings);
    } finally {
      progress.end();
      closeClients(clients);
    }
  },
});
