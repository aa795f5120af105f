import { FINDING_TABLES } from '../../cli/doctor/checks';
import { DENIALS } from '../cli/doctor/denials';
import { pageAt, table } from './pages';

const PAGE = 'docs/doctor.md';

const inPlain = (cell = ''): string => cell.replaceAll('`', '').replaceAll('\\|', '|').trim();
const headingOf = (about: string): string => `### ${about.charAt(0).toUpperCase()}${about.slice(1)}`;

describe('what doctor says', () => {
  it.each(FINDING_TABLES)(
    'about $about is what the page lists, with its level, its fix and its command',
    ({ about, kinds }) => {
      const listed = table(PAGE, headingOf(about)).map((row) => row.map(inPlain));
      expect(listed).toEqual(
        Object.entries(kinds).map(([id, { level, found, fix, command }]) => [
          id,
          level,
          found,
          fix ?? '',
          command ?? '',
        ]),
      );
    },
  );

  it('has no other tables on the page', () => {
    const headings = [...pageAt(PAGE).matchAll(/^### .*$/gm)].map(([heading]) => heading);
    expect(headings).toEqual(FINDING_TABLES.map(({ about }) => headingOf(about)));
  });

  it('needs the permissions of the page', () => {
    const [, policy = ''] = /```json\n(.*?)\n```/s.exec(pageAt(PAGE)) ?? [];
    const { Statement } = JSON.parse(policy);
    const allowed = Statement.flatMap(({ Action }: { readonly Action: readonly string[] }) => Action);
    const needed = DENIALS.map(([permission]) => permission);
    expect(allowed).toEqual([...needed, 'lambda:GetFunctionConfiguration'].toSorted());
  });
});
