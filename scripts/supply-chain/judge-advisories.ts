import * as v from 'valibot';

// What `npm audit --json` prints: each vulnerable package, and why, either an advisory or the name of a package it depends on.
// https://docs.npmjs.com/cli/v11/commands/npm-audit
const Advisory = v.object({ name: v.string(), title: v.string(), url: v.string(), severity: v.string() });
const Report = v.object({
  auditReportVersion: v.literal(2),
  vulnerabilities: v.record(v.string(), v.object({ via: v.array(v.union([Advisory, v.string()])) })),
});
const Failure = v.object({ message: v.string() });

export type Advisory = v.InferOutput<typeof Advisory>;

/** Why advisories do not concern what is deployed, by their identifiers, such as GHSA-…. */
export const Explanations = v.record(v.string(), v.pipe(v.string(), v.minLength(1)));
export type Explanations = v.InferOutput<typeof Explanations>;

/** The last part of its address. */
export const idOf = ({ url }: Advisory): string => url.slice(url.lastIndexOf('/') + 1);

/** The advisories npm knows, or why it could not find out. */
export const advisoriesIn = (printed: string): readonly Advisory[] | { readonly unknown: string } => {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), v.union([Report, Failure])), printed);
  if (!read.success) return { unknown: `npm printed ${JSON.stringify(printed.slice(0, 200))}` };
  if ('message' in read.output) return { unknown: read.output.message };
  const all = Object.values(read.output.vulnerabilities).flatMap(({ via }) =>
    via.filter((reason) => typeof reason !== 'string'),
  );
  return [...new Map(all.map((advisory) => [idOf(advisory), advisory])).values()];
};

/** Advisories by what is to be done about them. */
export interface Judgement {
  readonly explained: readonly Advisory[];
  readonly unexplained: readonly Advisory[];
  /** Identifiers that are explained, and that nothing installed has any more. */
  readonly obsolete: readonly string[];
}

/** @param deployed the advisories on what is deployed or installed by users */
export const judge = (deployed: readonly Advisory[], explanations: Explanations): Judgement => ({
  explained: deployed.filter((advisory) => idOf(advisory) in explanations),
  unexplained: deployed.filter((advisory) => !(idOf(advisory) in explanations)),
  obsolete: Object.keys(explanations).filter((id) => !deployed.some((advisory) => idOf(advisory) === id)),
});
