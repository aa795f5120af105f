/** `note` is for the reader; a warning or an error is for somebody to act on. */
export type Level = 'ok' | 'note' | 'warning' | 'error';

/** One line of what was found. */
export interface Finding {
  readonly level: Level;
  /** Of the kind of finding, as docs/doctor.md lists them. */
  readonly id: string;
  /** The heading it stands under. */
  readonly about: string;
  /** What was looked at: a bucket, a cluster, a role. */
  readonly subject: string;
  readonly found: string;
  /** A command, a Terraform line or whom to ask; null where nothing has to be done. */
  readonly fix: string | null;
}

/** A kind of finding; `{name}` in its texts stands for a value. */
export interface FindingKind {
  readonly level: Level;
  readonly found: string;
  readonly fix: string | null;
}

type Values = Readonly<Record<string, string | number>>;

/** The kinds that one check may find, by id, and how one of them is told. */
export interface FindingKinds<Id extends string> {
  readonly about: string;
  readonly kinds: Readonly<Record<Id, FindingKind>>;
  /** @throws TypeError when a value of its texts is missing */
  readonly tell: (id: Id, subject: string, values?: Values) => Finding;
}

const filledIn = (text: string, values: Values): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`"${text}" needs a value for ${name}`);
    return String(value);
  });

/** Declares what a check may find: `[level, found, fix]` by id. */
export const findingKinds = <Id extends string>(
  about: string,
  table: Readonly<Record<Id, readonly [level: Level, found: string, fix?: string]>>,
): FindingKinds<Id> => {
  const kinds = Object.fromEntries(
    Object.entries<readonly [Level, string, string?]>(table).map(([id, [level, found, fix]]) => [
      id,
      { level, found, fix: fix ?? null },
    ]),
  ) as Record<Id, FindingKind>;
  return {
    about,
    kinds,
    tell: (id, subject, values = {}) => {
      const { level, found, fix } = kinds[id];
      return {
        level,
        id,
        about,
        subject,
        found: filledIn(found, values),
        fix: fix === null ? null : filledIn(fix, values),
      };
    },
  };
};
