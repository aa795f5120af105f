import type { Stage, StageSettings } from '../../stand-ins/stage';
import { trailOf } from '../end-to-end/sessions';
import type { Fault } from './fault';
import { EARLIER } from './who';

/** The bytes that were uploaded of each session, oldest first. */
export interface Transcripts {
  readonly alice: readonly Buffer[];
  readonly bob: readonly Buffer[];
}

/** What a fault happens in the middle of. */
export interface Story {
  /** Of the synthesis, and of Terraform; those that ship, if none are given. */
  readonly options?: object;
  readonly variables?: StageSettings['variables'];
  /** The function's time limit; a minute, unless given. */
  readonly seconds?: number;
  /** All that happens before the function is called. */
  readonly begin: (stage: Stage, fault: Fault) => Promise<Transcripts>;
  /** What happens when the queue is empty, and nothing goes wrong any more. */
  readonly goOn?: (stage: Stage, fault: Fault, transcripts: Transcripts) => Promise<void>;
}

/** Alice's trail is not new. */
export const beginTrailOfAlice = ({ kosli }: Stage): void =>
  kosli.addAttestations(
    trailOf('alice'),
    ['user-identity', 'service-identity', 'command-logs'].map((attestation_name) => ({
      attestation_name,
      is_compliant: true,
      user_data: { session_id: EARLIER },
    })),
  );
