import * as v from 'valibot';
import { bucketName, kmsKeyArn, organizationId } from './aws-names';
import { closedObject } from './closed-object';
import { orNull, wholeNumber, writtenAs } from './written-as';

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
const trailName = writtenAs(
  /^[A-Za-z0-9](?:[._-]?[A-Za-z0-9]){2,127}$/,
  'a trail name: 3 to 128 of A-Z, a-z, 0-9, dot, underscore and hyphen, no two of the last three in a row',
  'Leave it out for "ecs-exec-evidence".',
);

const ownTrail = closedObject({
  /** Null: computed from the account. */
  bucketName: orNull(bucketName),
  trailName: v.optional(trailName, 'ecs-exec-evidence'),
  /** Null: a trail of this account alone. */
  organization: orNull(organizationId),
  retentionDays: v.optional(
    wholeNumber(90, 3653, 'days', 'Fewer than event history keeps (90) would make the trail pointless.'),
    400,
  ),
  /** Null: SSE-S3. */
  kmsKeyArn: orNull(kmsKeyArn),
});

const notATrail = v.pipe(
  v.literal(
    false,
    'expected false, or an object that describes the trail ({} is enough). Write one of the two.',
  ),
  v.transform(() => null),
);

/** A trail of our own: `false`, or what is special about it. */
export const cloudTrail = v.optional(
  v.lazy(
    (given): v.GenericSchema<unknown, v.InferOutput<typeof ownTrail> | null> =>
      typeof given === 'object' && given !== null ? ownTrail : notATrail,
  ),
  false,
);

/** A trail the account has already. */
export const existingTrail = orNull(
  closedObject({
    bucketName,
    /** What the trail calls its log file prefix; it stands before `/AWSLogs/`. */
    prefix: orNull(
      writtenAs(
        /^[A-Za-z0-9!_.'()=-]+(\/[A-Za-z0-9!_.'()=-]+)*$/,
        'the log file prefix of the trail, without a slash at either end',
        'aws cloudtrail describe-trails shows it as S3KeyPrefix; leave the option out when there is none.',
      ),
    ),
    /** Null: the trail is of this account alone. */
    organizationId: orNull(organizationId),
    kmsKeyArn: orNull(kmsKeyArn),
  }),
);
