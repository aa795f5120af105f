import type { Asked } from './asked';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What goes wrong with a request before its body has been read. */
export type EarlyMishap =
  /** Answered at once, and then the connection does what some proxy does with it. */
  | {
      readonly kind: 'early-answer';
      readonly answer: Answer;
      readonly afterwards: 'drain' | 'linger' | 'close' | 'reset';
    }
  /** The connection breaks, before the body or in the middle of it. */
  | { readonly kind: 'reset'; readonly when: 'before the body' | 'in the body' };

/** What goes wrong with a request that was read. */
export type LateMishap =
  /** Answered so, and not carried out. A function is given which request it is, beginning with 1. */
  | { readonly kind: 'answer'; readonly answer: Answer | ((count: number) => Answer) }
  /** The connection breaks before an answer, and the request was carried out or was not. */
  | { readonly kind: 'reset-unanswered'; readonly carriedOut: boolean }
  /** Nothing comes, or the head of the answer and half of its body; `carriedOut` in the first case. */
  | { readonly kind: 'hang'; readonly carriedOut: boolean }
  | { readonly kind: 'hang-half-way' }
  /** Carried out; of its answer half the body comes, and then the connection breaks. */
  | { readonly kind: 'cut' }
  /** Carried out, and answered later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Carried out, and its answer comes a byte at a time. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** Carried out, and its answer has another body. */
  | { readonly kind: 'garble'; readonly body: string }
  /** Something else happens before it is carried out, or when it was; there is no answer. */
  | { readonly kind: 'meanwhile'; readonly carriedOut: boolean; readonly run: () => void };

/** The requests that something goes wrong with. */
export interface Match {
  /** All of them, when left out. */
  readonly service?: string;
  /** Its beginning. */
  readonly operation?: string;
  /** Found anywhere in path, query and the beginning of the body. */
  readonly about?: string;
  /** How many of them go well first; 0 when left out. */
  readonly after?: number;
  /** How many go wrong; all of them when left out. */
  readonly times?: number;
}

export interface Mishap {
  readonly to: Match;
  readonly is: EarlyMishap | LateMishap;
}

interface Planned extends Mishap {
  seen: number;
}

export const isEarly = (is: Mishap['is']): is is EarlyMishap =>
  is.kind === 'early-answer' || is.kind === 'reset';

/** The mishaps that are still to come. */
export const mishapPlan = () => {
  const planned: Planned[] = [];
  let happened = 0;
  const take = (asked: Asked, early: boolean): { is: Mishap['is']; count: number } | null => {
    for (const one of planned) {
      const { service, operation = '', about = '', after = 0, times = Number.POSITIVE_INFINITY } = one.to;
      if (isEarly(one.is) !== early || (service ?? asked.service) !== asked.service) continue;
      if (!asked.operation.startsWith(operation) || !asked.text.includes(about)) continue;
      one.seen += 1;
      const count = one.seen - after;
      if (count < 1 || count > times) continue;
      happened += 1;
      return { is: one.is, count };
    }
    return null;
  };
  return {
    add: (mishap: Mishap): void => void planned.push({ ...mishap, seen: 0 }),
    clear: (): void => void planned.splice(0),
    happened: () => happened,
    takeEarly: (asked: Asked): EarlyMishap | null => {
      const taken = take(asked, true);
      return taken !== null && isEarly(taken.is) ? taken.is : null;
    },
    takeLate: (asked: Asked): { readonly is: LateMishap; readonly count: number } | null => {
      const taken = take(asked, false);
      return taken === null || isEarly(taken.is) ? null : { is: taken.is, count: taken.count };
    },
  };
};
