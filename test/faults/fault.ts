import type { Mishap } from '../../stand-ins/network/mishaps';
import type { Stage } from '../../stand-ins/stage';

/** What stands around a fault while it is tried. */
export interface Scene {
  readonly stage: Stage;
  readonly plan: (...mishaps: readonly Mishap[]) => void;
}

/** A line of the function's log. */
export interface LogLine {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly message: string;
  /** Found in its error, reason or details. */
  readonly says: string;
}

/** What an attestation must hold, besides what is not named here. */
export interface Expected {
  /** True, unless given; null for either. */
  readonly is_compliant?: boolean | null;
  /** Values that are equal, or texts that contain one. */
  readonly user_data?: Readonly<Record<string, string | number | boolean | null | RegExp>>;
}

/**
 * For how many seconds a message stays out of sight each time it comes back; `null` where the function did not ask for a time, and
 * it comes back after the queue's own visibility timeout. Empty for one that is done in the first invocation.
 */
export type Waits = readonly (number | null)[];

/** How the story of two sessions ends, Alice's that something goes wrong with, and Bob's in the same batch. */
export interface Ending {
  /** Of Alice's message, or of whatever it happens to; several where it is left to chance which. */
  readonly waits: Waits | { readonly oneOf: readonly Waits[] };
  /** Of Bob's; in the first invocation, unless the same happens to him. */
  readonly bob?: 'the same' | Waits;
  /** Of the message that was sent besides. */
  readonly message?: Waits;
  /** Of Alice's, where it happens to something else. */
  readonly alice?: Waits;
  /** Of the run that looks for what is missing, and of the statements, in the order they came back. */
  readonly run?: Waits;
  readonly statement?: Waits;
  /** How often the newest day was stated; once, unless given. */
  readonly statements?: number;
  /** The first of them says that nothing is missing, as far as could be seen. */
  readonly statedWrongly?: boolean;
  /** Where Alice's evidence is; on the trail of her principal, unless given. */
  readonly trail?: string;
  readonly attestations?: Readonly<Record<string, Expected>>;
  /** Her evidence besides the three attestations, or twice. */
  readonly besides?: readonly string[];
  /** Attested of both sessions, where the same happens to both. */
  readonly ofBoth?: boolean;
  /** In the dead-letter queue, with these reasons; nothing, unless given. */
  readonly deadLetters?: readonly string[];
  /** Neither session is on a trail. */
  readonly unreported?: boolean;
  /** Whether the function dies of it, once. */
  readonly dies?: boolean;
  /** In words, where it is not simply all evidence on the trail. */
  readonly how?: string;
}

/** One thing that goes wrong, and what must come of it. */
export interface Fault {
  /** What it happens in the middle of; of uploads, unless given. */
  readonly story?: 'uploads' | 'log files' | 'live sessions' | 'schedule';
  /** Whose message has to wait; Alice's, unless given. */
  readonly happensTo?: 'alice' | 'run' | 'statement';
  /** The section of docs/faults.md. */
  readonly where: string;
  /** Names it in the table; unique. */
  readonly what: string;
  readonly happens?: readonly Mishap[];
  readonly arrange?: (scene: Scene) => void | Promise<void>;
  /** After so many invocations it is over, and `repair` is run; until the plan is used up, unless given. */
  readonly lasts?: number;
  readonly repair?: (scene: Scene) => void | Promise<void>;
  readonly ends: Ending;
  /** Every line above INFO must be one of these, and every one of these must be there. */
  readonly log: readonly LogLine[];
  /** What the engineer on call does about it. */
  readonly todo: string;
  /** Of Alice's session; the recorded one, unless given. */
  readonly transcript?: Buffer;
  /** Uploaded under the same key when the fault is over. */
  readonly overwrittenWith?: Buffer;
  readonly withoutVersions?: boolean;
  readonly uploadedMinutesAgo?: number;
  /** Of live sessions: whether the transcripts come together with the starts, or before; after them, unless given. */
  readonly order?: 'together' | 'transcripts first';
  /** Of live sessions: somebody is refused a session, and opens one past ECS Exec, at the same time. */
  readonly withCallsOfMallory?: boolean;
  /** Sent to the queue besides. */
  readonly message?: string;
  /** The function's time limit; its story's, unless given. Twenty seconds of it are kept for handing back. */
  readonly seconds?: number;
  /** Loaded before the function, with its settings. */
  readonly preload?: {
    readonly file: 'clock' | 'disk';
    readonly environment: Readonly<Record<string, string>>;
  };
  /** How long the messages have been in the queue, for the function. */
  readonly daysInQueue?: number;
  /** Nothing of the network is involved. */
  readonly withoutNetwork?: boolean;
}

export const NOTHING_TO_DO = 'nothing';

/** What is said of a message that goes back to the queue because something is wrong. */
export const waits = (says: string): LogLine => ({
  level: 'ERROR',
  message: 'Report failed, the message waits',
  says,
});
