import { withTables } from '../faults/page';
import { pageAt } from './pages';

it('docs/faults.md has the faults that are tried, and what must become of each', () => {
  const page = pageAt('docs/faults.md');
  expect(page).toBe(withTables(page));
});
