import { ATTESTATIONS } from '../../stand-ins/attestations';
import { sha256Of } from '../../stand-ins/sha256';
import type { Measure } from './measures';
import type { Aftermath, SoakedSession } from './soak';

/** One promise, and how it was broken; nothing when it was kept. */
export interface Verdict {
  readonly promise: string;
  readonly broken: readonly string[];
}

const MEGABYTE = 1024 * 1024;
/** What a garbage collection leaves differs that much from one time to another. */
const HEAP_MAY_GROW = { factor: 1.1, bytes: 3 * MEGABYTE };
/** Node gives memory back late, and not all of it. */
const RSS_MAY_GROW = { factor: 1.25, bytes: 48 * MEGABYTE };

const ids = ({ trails }: Aftermath): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const [trail, { attestations }] of trails)
    for (const { attestation_name: name, is_compliant: compliant, user_data: data = {} } of attestations) {
      const id = String(data.session_id);
      const hash = name === 'command-logs' ? ` ${data.sha256}` : '';
      found.set(id, [...(found.get(id) ?? []), `${trail} ${name} ${compliant}${hash}`]);
    }
  return found;
};

const expected = ({ trail, transcript }: SoakedSession): string =>
  ATTESTATIONS.map(
    (name) => `${trail} ${name} true${name === 'command-logs' ? ` ${sha256Of(transcript)}` : ''}`,
  )
    .sort()
    .join(', ');

const unaccounted = (after: Aftermath): readonly string[] => {
  const found = ids(after);
  return after.sessions.flatMap((session) => {
    const reported = [...(found.get(session.id) ?? [])].sort().join(', ');
    return reported === expected(session) ? [] : [`${session.id} has ${reported || 'nothing'}`];
  });
};

const strangers = (after: Aftermath): readonly string[] => {
  const known = new Set(after.sessions.map(({ id }) => id));
  return [...ids(after).keys()].filter((id) => !known.has(id));
};

/** Memory besides V8's, which reserves a hundred megabytes for young objects at once, and gives them back some time. */
const outsideOf = ({ rssBytes, reservedBytes }: Measure): number => rssBytes - reservedBytes;

const grown = (
  early: number,
  late: number,
  { factor, bytes }: { readonly factor: number; readonly bytes: number },
): readonly string[] =>
  late <= early * factor + bytes
    ? []
    : [`from ${(early / MEGABYTE).toFixed(1)} MB to ${(late / MEGABYTE).toFixed(1)} MB`];

/** Node keeps those of its finished reads of files for later ones, up to a hundred (`file_handle_read_wrap_freelist`). */
const KEPT_FOR_REUSE = 'FileHandleReadWrap';

/** Resources of the late measure that were not there in the early one. */
const addedResources = (early: Measure, late: Measure): readonly string[] => {
  const count = (resources: readonly string[], one: string) =>
    resources.filter((each) => each === one).length;
  return [...new Set(late.resources)]
    .filter((one) => one !== KEPT_FOR_REUSE)
    .filter((one) => count(late.resources, one) > count(early.resources, one))
    .map((one) => `${count(late.resources, one)} ${one}, ${count(early.resources, one)} before`);
};

const addedFiles = (early: Measure, late: Measure): readonly string[] =>
  early.openFiles !== null && late.openFiles !== null && late.openFiles > early.openFiles
    ? [`${late.openFiles} file descriptors, ${early.openFiles} before`]
    : [];

/** What must hold after a soak. */
export const check = (after: Aftermath): readonly Verdict[] => {
  const [, early] = after.measures;
  const late = after.measures.at(-1);
  if (early === undefined || late === undefined) throw new Error('the function was not measured');
  return [
    {
      promise: 'every session is on its trail, once, with the whole of its transcript',
      broken: unaccounted(after),
    },
    { promise: 'nothing is reported of any other session', broken: strangers(after) },
    {
      promise: 'no message is left, in the queue or the dead-letter queue',
      broken: after.left + after.deadLetters === 0 ? [] : [`${after.left} and ${after.deadLetters}`],
    },
    { promise: 'every invocation returned', broken: after.broken },
    { promise: 'the function was started once', broken: after.starts === 1 ? [] : [`${after.starts} times`] },
    { promise: 'the heap is flat', broken: grown(early.heapBytes, late.heapBytes, HEAP_MAY_GROW) },
    { promise: 'no buffer is kept', broken: grown(early.externalBytes, late.externalBytes, HEAP_MAY_GROW) },
    {
      promise: 'the memory besides the heap is flat',
      broken: grown(outsideOf(early), outsideOf(late), RSS_MAY_GROW),
    },
    { promise: 'no handle is left', broken: [...addedResources(early, late), ...addedFiles(early, late)] },
    { promise: 'no file is left', broken: after.files.filter((path) => path !== 'transcripts') },
    {
      promise: 'no rejection was unhandled, and Node warned of nothing',
      broken: after.measures.flatMap(({ accidents }) => accidents),
    },
  ];
};
