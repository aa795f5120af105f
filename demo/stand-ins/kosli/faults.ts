/** What goes wrong with a request. */
export type Fault =
  /** Answered so, and not carried out. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection breaks before anything is carried out. */
  | { readonly kind: 'reset' }
  /** Carried out, but the connection breaks before the answer: the caller cannot know. */
  | { readonly kind: 'store-then-reset'; readonly meanwhile?: () => void }
  | { readonly kind: 'delay'; readonly ms: number };

export interface FaultyRequests {
  readonly method?: 'GET' | 'PUT' | 'POST';
  /** Found anywhere in the path. */
  readonly path?: string;
  /** For how many requests; once when left out. */
  readonly times?: number;
}

interface PlannedFault {
  readonly requests: FaultyRequests;
  readonly fault: Fault;
  left: number;
}

/** The faults that were ordered, each for a number of requests. */
export const faultPlan = () => {
  const planned: PlannedFault[] = [];
  return {
    order: (requests: FaultyRequests, fault: Fault): void => {
      planned.push({ requests, fault, left: requests.times ?? 1 });
    },
    /** From now on nothing goes wrong. */
    clear: (): void => {
      planned.length = 0;
    },
    /** What goes wrong with this request, if anything. */
    take: (method: string, path: string): Fault | null => {
      const next = planned.find(
        ({ requests, left }) =>
          left > 0 && (requests.method ?? method) === method && path.includes(requests.path ?? ''),
      );
      if (next === undefined) return null;
      next.left -= 1;
      return next.fault;
    },
  };
};
