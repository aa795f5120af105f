import * as v from 'valibot';
import { type EvidenceReporterOptions, optionsSchema } from './options';
import { REMOVED_OPTIONS } from './removed-options';

const CDKTF_JSON = 'context.evidenceReporter in cdktf.json';

/** Every mistake in one cdktf.json, so that all of them can be fixed at once. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
  // Private, because Node would print them a second time below the message.
  readonly #mistakes: readonly string[];

  constructor(mistakes: readonly string[], place = CDKTF_JSON) {
    const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
    super(`${place} has ${count}:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.#mistakes = mistakes;
    // The mistake is in what was given, so a stack trace would not help.
    this.stack = `${this.name}: ${this.message}`;
  }

  get mistakes(): readonly string[] {
    return this.#mistakes;
  }
}

// The content of an object is not shown: what somebody wrote under an unknown name may be a password.
const describeGiven = (given: unknown): string => {
  if (given === undefined) return 'not given';
  if (Array.isArray(given)) return given.length === 0 ? 'an empty list' : 'given a list';
  return typeof given === 'object' && given !== null ? 'given an object' : `given ${JSON.stringify(given)}`;
};

const mistakeOf = (issue: v.BaseIssue<unknown>): string => {
  if (issue.type === 'partial_check') return issue.message;
  const path = v.getDotPath(issue) ?? 'evidenceReporter';
  const replacement = REMOVED_OPTIONS[path];
  if (issue.type === 'never' && replacement !== undefined) {
    return `${path}: is not an option any more, because values are Terraform variables, which may differ from one account to the next. ${replacement}`;
  }
  return issue.type === 'never'
    ? `${path}: ${issue.message}`
    : `${path}: was ${describeGiven(issue.input)}, but ${issue.message}`;
};

/**
 * @param given the value of `context.evidenceReporter`; undefined or null for every default
 * @param place where they were given, for the error
 * @throws OptionsError naming every mistake
 */
export const parseOptions = (given: unknown, place = CDKTF_JSON): EvidenceReporterOptions => {
  const parsed = v.safeParse(optionsSchema, given ?? {});
  if (!parsed.success) throw new OptionsError(parsed.issues.map(mistakeOf), place);
  return parsed.output;
};
