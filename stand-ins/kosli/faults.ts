/** What goes wrong with a request. */
export type Fault =
  /** Answered so, and not carried out. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** JSON, unless it is a buffer, which is sent as it is. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Answered so before the body was read, as a proxy does; and then the connection does what some proxy does with it. */
  | {
      readonly kind: 'early-answer';
      readonly status: number;
      readonly then: 'drain' | 'linger' | 'close' | 'reset';
    }
  /** Answered so by a proxy, which has the whole request, while Kosli is at work on it for `ms` more. */
  | { readonly kind: 'store-later'; readonly status: number | 'reset'; readonly ms: number }
  /** Never answered: the body is read to its end, a few megabytes a second, or not at all. */
  | { readonly kind: 'silence'; readonly body: 'read' | 'read-slowly' | 'ignored' }
  /** The answer begins and stops coming. */
  | { readonly kind: 'half-answer' }
  /** Carried out and never answered. */
  | { readonly kind: 'store-silently' }
  /** The connection breaks before anything of the request is carried out, or in the middle of it. */
  | { readonly kind: 'reset' | 'reset-half-way' }
  /** Carried out, but the connection breaks before the answer: the caller cannot know. */
  | { readonly kind: 'store-then-reset'; readonly meanwhile?: () => void }
  | { readonly kind: 'delay'; readonly ms: number };

export interface RequestMatch {
  readonly method?: 'GET' | 'PUT' | 'POST';
  /** Found anywhere in the path. */
  readonly path?: string;
  /** Larger ones only. */
  readonly largerThan?: number;
  /** For how many requests; once when left out. */
  readonly times?: number;
}

interface PlannedFault {
  readonly requests: RequestMatch;
  readonly fault: Fault;
  left: number;
}

/** The faults that were injected, each for a number of requests. */
export const faultPlan = () => {
  const planned: PlannedFault[] = [];
  return {
    add: (requests: RequestMatch, fault: Fault): void => {
      planned.push({ requests, fault, left: requests.times ?? 1 });
    },
    /** From now on nothing goes wrong. */
    clear: (): void => {
      planned.length = 0;
    },
    /** What goes wrong with this request, if anything. */
    take: (method: string, path: string, bytes: number): Fault | null => {
      const next = planned.find(
        ({ requests, left }) =>
          left > 0 &&
          (requests.method ?? method) === method &&
          path.includes(requests.path ?? '') &&
          bytes > (requests.largerThan ?? -1),
      );
      if (next === undefined) return null;
      next.left -= 1;
      return next.fault;
    },
  };
};
