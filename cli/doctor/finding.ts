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
  /** What to do, or whom to ask; null where there is nothing to do, or the command says it all. */
  readonly fix: string | null;
  /** For a shell, as it is; null where there is none. */
  readonly command: string | null;
}

/** A kind of finding; `{name}` in its texts stands for a value. */
export interface FindingKind {
  readonly level: Level;
  readonly found: string;
  readonly fix: string | null;
  readonly command: string | null;
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

/** `[level, found, fix, command]` */
type Row = readonly [level: Level, found: string, fix?: string | null, command?: string];

/** Declares what a check may find, by id. */
export const findingKinds = <Id extends string>(
  about: string,
  table: Readonly<Record<Id, Row>>,
): FindingKinds<Id> => {
  const kinds = Object.fromEntries(
    Object.entries<Row>(table).map(([id, [level, found, fix = null, command = null]]) => [
      id,
      { level, found, fix, command },
    ]),
  ) as Record<Id, FindingKind>;
  return {
    about,
    kinds,
    tell: (id, subject, values = {}) => {
      const { level, found, fix, command } = kinds[id];
      return {
        level,
        id,
        about,
        subject,
        found: filledIn(found, values),
        fix: fix === null ? null : filledIn(fix, values),
        command: command === null ? null : filledIn(command, values),
      };
    },
  };
};
