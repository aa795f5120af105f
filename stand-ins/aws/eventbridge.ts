/** A rule of the default event bus. */
export interface EventRule {
  readonly name: string;
  /** As JSON. Null: it goes off by the clock. */
  readonly eventPattern: string | null;
  /** Null: it goes off by events. */
  readonly scheduleExpression: string | null;
  readonly targets: readonly EventTarget[];
}

export interface EventTarget {
  readonly queueUrl: string;
  /** What is sent instead of the event; null for the event itself. */
  readonly input: string | null;
}

export interface EventBridge {
  /** Sends an event to every target whose rule matches. @returns how many messages that were */
  readonly publish: (event: object) => Promise<number>;
  /** What happens at the time a rule is scheduled for. @throws Error when no scheduled rule has this name */
  readonly ring: (ruleName: string) => Promise<void>;
}

/** A pattern that this stand-in cannot judge. */
export class UnknownPatternError extends Error {
  override readonly name = 'UnknownPatternError';
}

type Matcher = (value: unknown) => boolean;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readValue = (expected: unknown, path: string): Matcher => {
  if (typeof expected === 'string') return (value) => value === expected;
  const [[name, prefix] = [], another] = isObject(expected) ? Object.entries(expected) : [];
  if (name === 'prefix' && typeof prefix === 'string' && another === undefined) {
    return (value) => typeof value === 'string' && value.startsWith(prefix);
  }
  throw new UnknownPatternError(
    `${path}: ${JSON.stringify(expected)} is neither a text nor {"prefix": text}, the only ones this stand-in knows`,
  );
};

/**
 * A pattern, in the part of EventBridge's language that the stacks use:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
const readPattern = (pattern: unknown, path: string): Matcher => {
  if (Array.isArray(pattern) && pattern.length > 0) {
    const anyOf = pattern.map((each: unknown) => readValue(each, path));
    const matchesOne: Matcher = (value) => anyOf.some((matches) => matches(value));
    // A list in an event matches when one of its elements does.
    return (value) => (Array.isArray(value) ? value.some(matchesOne) : matchesOne(value));
  }
  if (!isObject(pattern) || Object.keys(pattern).length === 0) {
    throw new UnknownPatternError(`${path}: expected a list or an object with content`);
  }
  const allOf = Object.entries(pattern).map(([name, each]) => {
    if (name.startsWith('$')) throw new UnknownPatternError(`${path}: ${name} is not known to this stand-in`);
    return [name, readPattern(each, `${path}.${name}`)] as const;
  });
  return (value) => isObject(value) && allOf.every(([name, matches]) => matches(value[name]));
};

/**
 * EventBridge's default bus with these rules.
 *
 * @param send a message to a queue
 * @throws UnknownPatternError for a pattern this stand-in cannot judge
 */
export const eventBridge = (
  rules: readonly EventRule[],
  send: (queueUrl: string, body: string) => Promise<unknown>,
): EventBridge => {
  const byEvent = rules.flatMap(({ name, eventPattern, targets }) =>
    eventPattern === null
      ? []
      : [{ matches: readPattern(JSON.parse(eventPattern), `rule ${name}`), targets }],
  );
  return {
    publish: async (event) => {
      const targets = byEvent.filter(({ matches }) => matches(event)).flatMap((rule) => rule.targets);
      for (const { queueUrl, input } of targets) await send(queueUrl, input ?? JSON.stringify(event));
      return targets.length;
    },
    ring: async (ruleName) => {
      const rule = rules.find(({ name, eventPattern }) => name === ruleName && eventPattern === null);
      if (!rule) {
        throw new Error(
          `no scheduled rule is called ${ruleName}; the rules are ${rules.map(({ name }) => name).join(', ')}`,
        );
      }
      for (const { queueUrl, input } of rule.targets) {
        if (input === null) throw new Error(`a target of ${ruleName} takes the event of the clock itself`);
        await send(queueUrl, input);
      }
    },
  };
};
