import * as v from 'valibot';
import { type EvidenceReporterOptions, optionsSchema } from './options';
import { REMOVED_OPTIONS } from './removed-options';

/** All the mistakes of one cdktf.json, so that one run is enough to mend them. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
  // Private, since Node would print them a second time below the message.
  readonly #mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
    super(
      `context.evidenceReporter in cdktf.json has ${count}:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`,
    );
    this.#mistakes = mistakes;
    // The mistake is in a JSON file; where the program stood when it saw it helps nobody.
    this.stack = `${this.name}: ${this.message}`;
  }

  get mistakes(): readonly string[] {
    return this.#mistakes;
  }
}

// Objects are named, not shown: what somebody puts under a wrong name may be a password.
const shown = (given: unknown): string => {
  if (given === undefined) return 'not given';
  if (Array.isArray(given)) return given.length === 0 ? 'an empty list' : 'given a list';
  return typeof given === 'object' && given !== null ? 'given an object' : `given ${JSON.stringify(given)}`;
};

const mistakeOf = (issue: v.BaseIssue<unknown>): string => {
  if (issue.type === 'partial_check') return issue.message;
  const path = v.getDotPath(issue) ?? 'evidenceReporter';
  const now = REMOVED_OPTIONS[path];
  if (issue.type === 'never' && now !== undefined) {
    return `${path}: is not an option any more, since a value is a Terraform variable, which may differ from one account to the next. ${now}`;
  }
  return issue.type === 'never'
    ? `${path}: ${issue.message}`
    : `${path}: was ${shown(issue.input)}, but ${issue.message}`;
};

/**
 * @param given what stands under `context.evidenceReporter`; nothing at all means every default
 * @throws OptionsError naming every mistake
 */
export const parseOptions = (given: unknown): EvidenceReporterOptions => {
  const parsed = v.safeParse(optionsSchema, given ?? {});
  if (!parsed.success) throw new OptionsError(parsed.issues.map(mistakeOf));
  return parsed.output;
};
