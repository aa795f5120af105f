import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT_ID } from '../../stand-ins/account';
import { openCloudTrail } from '../../stand-ins/aws/cloudtrail';
import { openEcs } from '../../stand-ins/aws/ecs';
import { openSystemsManager } from '../../stand-ins/aws/ssm';
import { type Kosli, openKosli } from '../../stand-ins/kosli/kosli';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { serviceTask } from '../../stand-ins/recorded-session/task';
import { KOSLI } from '../../stand-ins/stage';
import { cloudTrailByArn } from './aws/cloudtrail-by-arn';
import { logGroupKeys } from './aws/log-group-keys';
import { startMoto } from './aws/moto';
import { objectNotifications } from './aws/object-notifications';
import { openPatchedMoto } from './aws/patched-moto';
import { queueAttributes } from './aws/queue-attributes';
import { redrivePolicy } from './aws/redrive-policy';
import { scheduleRules } from './aws/schedule-rules';
import { cleanUpOnExit } from './cleanup-on-exit';

/** An empty AWS account and an empty Kosli flow, all on this machine. */
export interface Sandbox {
  readonly awsUrl: string;
  readonly kosli: Kosli;
  /** For whatever the scenario writes. */
  readonly folder: string;
  /** Somebody opens a session in a task of a service; event history knows at once. Returns CloudTrail's record of the call. */
  readonly openSession: (sessionId: string) => object;
  readonly close: () => Promise<void>;
}

/** @param motoServer the executable of moto's server */
export const openSandbox = async (motoServer: string): Promise<Sandbox> => {
  const [moto, cloudtrail, ecs, ssm, kosli] = await Promise.all([
    startMoto(motoServer, ACCOUNT_ID),
    openCloudTrail(),
    openEcs(),
    openSystemsManager(),
    openKosli(KOSLI),
  ]);
  const aws = await openPatchedMoto({
    motoUrl: moto.url,
    patches: [
      cloudTrailByArn,
      redrivePolicy,
      queueAttributes(),
      logGroupKeys(),
      objectNotifications(),
      scheduleRules,
    ],
    // moto has no event history, no sessions, and only tasks it has started itself.
    standIns: {
      LookupEvents: cloudtrail.url,
      ListPublicKeys: cloudtrail.url,
      DescribeSessions: ssm.url,
      DescribeTasks: ecs.url,
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const release = cleanUpOnExit(remove);
  ecs.run(serviceTask());
  return {
    awsUrl: aws.url,
    kosli,
    folder,
    openSession: (sessionId) => {
      const openedAt = new Date(Date.now() - 60_000);
      const record = executeCommandRecord({ sessionId, openedAt, eventId: crypto.randomUUID() });
      cloudtrail.record(record);
      return record;
    },
    close: async () => {
      await Promise.all([aws, cloudtrail, ecs, ssm, kosli].map(({ close }) => close()));
      await moto.stop();
      remove();
      release();
    },
  };
};
