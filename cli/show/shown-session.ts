/**
 * One session as an auditor is shown it: what Kosli holds of it, and what was read of its transcript. Texts come from outside
 * (callers choose commands and session names) and are to be escaped wherever they are shown. Times are ISO 8601, UTC. What is
 * not known is null.
 */
export interface ShownSession {
  readonly sessionId: string;
  /** Who opened it. Null when no `user-identity` names anybody. */
  readonly caller: ShownCaller | null;
  readonly what: {
    readonly clusterArn: string | null;
    /** Null for a stand-alone task. */
    readonly service: string | null;
    readonly taskArn: string | null;
    readonly container: string | null;
    readonly image: string | null;
    readonly command: string | null;
  };
  readonly where: { readonly accountId: string | null; readonly region: string | null };
  readonly when: {
    readonly openedAt: string | null;
    readonly endedAt: string | null;
    readonly uploadedAt: string | null;
  };
  /** `url` is its page on Kosli; one that is not https is not made a link. */
  readonly trail: { readonly name: string; readonly url: string | null };
  /** Of this session only, in the order in which Kosli got them. */
  readonly attestations: readonly ShownAttestation[];
  readonly transcript: ShownTranscript;
}

export interface ShownCaller {
  /** `<role id>:<role session name>` for a role. */
  readonly principalId: string | null;
  readonly arn: string | null;
  readonly type: string | null;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
  readonly mfa: boolean | null;
}

export interface ShownAttestation {
  readonly name: string;
  readonly compliant: boolean;
  /** Why it is not compliant; null when it is. */
  readonly reason: string | null;
  /** When Kosli got it. */
  readonly reportedAt: string | null;
  readonly url: string | null;
  readonly userData: Readonly<Record<string, unknown>>;
}

/** Which object the transcript is, and whether it was read just now. */
export type ShownTranscript =
  | {
      readonly kind: 'read';
      /** `s3://<bucket>/<key>`, or another place where the whole transcript can be had. */
      readonly location: string;
      readonly versionId: string | null;
      /** Of the bytes that were read, lower-case hex. */
      readonly sha256: string;
    }
  | {
      readonly kind: 'not-read';
      readonly location: string | null;
      /** Ends "The transcript was not read: ". */
      readonly reason: string;
    };
