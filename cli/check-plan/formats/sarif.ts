import { createHash } from 'node:crypto';
import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { harmlessJson } from '../../harmless-json';
import { isFailure, NO_CLUSTER, noteOf, type Report, type Result } from '../report';
import type { Rule } from '../rule';
import { execLogging } from '../rules/exec-logging';

const PAGE = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** Longer messages are of no use to anybody, and GitHub refuses large files. */
const LONGEST = 2_000;

const message = (text: string) => ({ text: text.slice(0, LONGEST) });

const ruleOf = (rule: Rule) => ({
  id: rule.id,
  shortDescription: message(rule.title),
  fullDescription: message(rule.reason),
  defaultConfiguration: { level: 'error' },
  properties: { control: rule.control, level: rule.level },
});

/** A URI reference, relative where the path is: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html */
const uriOf = (plan: string): string => {
  if (isAbsolute(plan)) return pathToFileURL(plan).href;
  return plan.split(sep).map(encodeURIComponent).join('/');
};

// A plan has no lines to point to; GitHub wants one.
const inPlan = (plan: string) => ({
  artifactLocation: { uri: uriOf(plan) },
  region: { startLine: 1 },
});

const fingerprint = (...parts: readonly string[]) => ({
  'ruleAndAddress/v1': createHash('sha256').update(JSON.stringify(parts)).digest('hex'),
});

const explained = ({ address, problems, write }: Result): string =>
  [`${address}: ${problems.join('; ')}.`, ...(write === null ? [] : ['Write:', write])].join('\n');

const resultOf = (report: Report) => (result: Result) => {
  const { rule, address, plan, verdict, waiver } = result;
  // What is undecided is `open`: there was not enough to decide. Then the level has to be `none` (section 3.27.9).
  const isOpen = verdict === 'undecided' && !isFailure(result, report);
  return {
    ruleId: rule,
    ruleIndex: report.rules.indexOf(rule),
    kind: isOpen ? 'open' : 'fail',
    level: isOpen ? 'none' : 'error',
    message: message(explained(result)),
    locations: [
      {
        physicalLocation: inPlan(plan),
        logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' }],
      },
    ],
    partialFingerprints: fingerprint(rule, address),
    ...(waiver !== null && {
      suppressions: [
        {
          kind: waiver.by === 'tag' ? 'inSource' : 'external',
          status: 'accepted',
          justification: waiver.reason,
        },
      ],
    }),
  };
};

const noClusterResult = ({ rules, plans }: Report) => ({
  ruleId: execLogging.id,
  ruleIndex: rules.indexOf(execLogging.id),
  kind: 'fail',
  level: 'error',
  message: message(NO_CLUSTER),
  locations: plans.map(({ plan }) => ({ physicalLocation: inPlan(plan) })),
  partialFingerprints: fingerprint(execLogging.id, ''),
});

const notesOn = ({ plans }: Report) =>
  plans.flatMap((plan) => {
    const note = noteOf(plan);
    if (note === null) return [];
    return [{ level: 'note', message: message(note), locations: [{ physicalLocation: inPlan(plan.plan) }] }];
  });

/** SARIF 2.1.0, for code scanning. What passed is left out. */
export const sarifReport = (report: Report, rules: readonly Rule[]): string =>
  harmlessJson({
    $schema: PAGE,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ecs-exec-evidence check-plan', rules: rules.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notesOn(report) }],
        results: [
          ...report.results.filter(({ verdict }) => verdict !== 'passed').map(resultOf(report)),
          ...(report.noCluster ? [noClusterResult(report)] : []),
        ],
      },
    ],
  });
