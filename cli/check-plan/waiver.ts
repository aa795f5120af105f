import * as v from 'valibot';
import { isDay } from '../../lambda/completeness/day';
import { CommandError } from '../exit-code';
import { isBlank } from './blank';
import { harmless } from './formats/harmless';
import { ruleNamed } from './rules';

/** Somebody accepts what a rule finds about one resource, and says why. */
export interface Waiver {
  readonly address: string;
  readonly rule: string;
  readonly reason: string;
  /** The last day it holds, in UTC: `2027-01-31`; null for always. */
  readonly until: string | null;
  /** Where it is: `--waive`, a file, or the tag of the resource. */
  readonly by: string;
}

/** An address ends at the first `=` that is not in the key of an index: `aws_ecs_cluster.c["a=b"]=exec-logging:why`. */
const WAIVE = /^((?:[^=["]|\["(?:[^"\\]|\\.)*"\]|\[\d+\])+)=([\w-]+):(.*)$/s;

const FORM = "expected ADDRESS=RULE:REASON, such as 'aws_ecs_cluster.old=exec-logging:is gone in March'";

const waiver = (given: Omit<Waiver, 'by'>, by: string): Waiver => {
  const reason = given.reason.trim();
  if (isBlank(reason))
    throw new CommandError(
      `The waiver of ${given.rule} for ${given.address} (${by}) has no reason; give one.`,
    );
  return { ...given, rule: ruleNamed(given.rule).id, reason, by };
};

/** @throws CommandError when it is malformed, has no reason, or names no rule */
export const parseWaive = (text: string): Waiver => {
  const [, address, rule, reason] = WAIVE.exec(text) ?? [];
  if (address === undefined || rule === undefined || reason === undefined)
    throw new CommandError(`--waive is ${JSON.stringify(text)}; ${FORM}.`);
  return waiver({ address: address.trim(), rule, reason, until: null }, '--waive');
};

const WaiversFile = v.array(
  v.strictObject({
    address: v.pipe(v.string(), v.nonEmpty()),
    rule: v.string(),
    reason: v.string(),
    until: v.optional(
      v.nullable(v.pipe(v.string(), v.check(isDay, 'expected a day such as 2027-01-31'))),
      null,
    ),
  }),
);

/**
 * @param text a JSON list of `{address, rule, reason, until?}`
 * @throws CommandError naming what is wrong, and where
 */
export const parseWaivers = (file: string, text: string): readonly Waiver[] => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CommandError(`${file} is not JSON; expected a list of {address, rule, reason, until?}.`);
  }
  const { success, output, issues } = v.safeParse(WaiversFile, json);
  if (success) return output.map((each) => waiver(each, file));
  const [issue] = issues;
  throw new CommandError(
    `${file} is malformed: ${v.getDotPath(issue) ?? 'it'}: ${harmless(issue.message)}; expected a list of {address, rule, reason, until?}.`,
  );
};
