import { availableParallelism, loadavg } from 'node:os';
import { EXIT } from '../../../cli/exit-code';
import { type Account, openHealthyAccount, reportSession } from './account';
import { REPORTER_ROLE } from './names';
import { runDoctor } from './run-doctor';

const CLUSTERS = 50;
const SERVICES = 20;
const ROLES = 7;
const EXEC_EVERY = 2;
const roleOf = (index: number) => `arn:aws:iam::111122223333:role/task-${index % ROLES}`;

const MOST_SECONDS = 10;

// Nearly 700 calls.
jest.setTimeout(60_000);

describe('doctor, of 50 clusters of 20 services', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openHealthyAccount();
    account.serve('production', 'web', false);
    for (let role = 0; role < ROLES; role += 1) account.permit(roleOf(role));
    for (let cluster = 1; cluster < CLUSTERS; cluster += 1) {
      const name = `cluster-${cluster}`;
      account.configure(name);
      for (let service = 0; service < SERVICES; service += 1) {
        // Services share task definitions in pairs of clusters.
        const definition = `service-${service}-of-${Math.floor(cluster / 2)}`;
        account.register(definition, roleOf(service + cluster));
        account.serve(name, `service-${service}`, service % EXEC_EVERY === 0, definition);
      }
    }
  });
  afterEach(() => account.close());

  const callsOf = (calls: Account['ecs']['calls']) => {
    const count: Record<string, number> = {};
    for (const { operation } of calls) count[operation] = (count[operation] ?? 0) + 1;
    return count;
  };

  it('warns of nothing in an account without a fault, within ten seconds', async () => {
    await reportSession(account);
    const began = performance.now();
    const used = process.cpuUsage();
    const { code, text } = await runDoctor();
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(used);
    const processor = user + system;
    process.stdout.write(
      `doctor: ${CLUSTERS} clusters of ${SERVICES} services looked at in ${seconds.toFixed(1)} s, ${(processor / 1e6).toFixed(1)} s of processor time\n`,
    );
    expect(text).not.toMatch(/^ {2}(warning|error)/m);
    expect(code).toBe(EXIT.ok);
    // Where others keep the machine busy, a second is worth less.
    const share = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
    expect(seconds / share).toBeLessThan(MOST_SECONDS);
  });

  it('asks each service as seldom as its batches allow, and each role once', async () => {
    const { text } = await runDoctor();
    expect(callsOf(account.ecs.calls)).toEqual({
      ListClusters: 1,
      DescribeClusters: 1,
      ListServices: CLUSTERS,
      ListTasks: CLUSTERS,
      // Two calls for 20 services, and one for the two of production.
      DescribeServices: (CLUSTERS - 1) * (SERVICES / 10) + 1,
      // Of services with ECS Exec on, each task definition once.
      DescribeTaskDefinition: (CLUSTERS / 2) * (SERVICES / EXEC_EVERY),
    });
    expect([...account.iam.asked].sort()).toEqual(
      [REPORTER_ROLE, ...Array.from({ length: ROLES }, (_, index) => roleOf(index))].sort(),
    );
    expect(callsOf(account.cloudtrail.calls)).toEqual({
      DescribeTrails: 1,
      GetTrailStatus: 1,
      GetEventSelectors: 1,
      LookupEvents: 2,
    });
    expect(callsOf(account.ssm.calls)).toEqual({ GetParameter: 2 });
    expect(callsOf(account.kms.calls)).toEqual({});
    expect(account.kosli.requests).toHaveLength(1);
    expect(text).toContain('cluster-1, cluster-10, cluster-11 and 47 others: ECS Exec is logged to');
  });
});
