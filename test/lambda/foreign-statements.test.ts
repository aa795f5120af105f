import { DAY, TRAIL, world } from './stated-world';

describe('a statement', () => {
  it.each<[string, Record<string, unknown>]>([
    ['without any field', {}],
    ['with fields of other types', { revision: 'first', merkle_root: { of: 'mine' } }],
    ['with a revision and no root', { revision: 7 }],
    ['with a root and a revision that is not whole', { revision: 1.5, merkle_root: 'ab'.repeat(32) }],
  ])('leaves aside what somebody else attested %s', async (_, compared) => {
    const { hold, ask, stated, statement, warnings } = world();
    for (const date of ['2026-07-24', '2026-07-25'])
      hold(TRAIL.replace(DAY, date), {
        name: 'completeness',
        subject: date,
        compared,
        compliant: true,
        sha256: 'cd'.repeat(32),
      });
    await ask('2026-07-25');
    expect(statement()).toMatchObject({
      description: expect.stringContaining('previous_root is null'),
      userData: { revision: 1, previous_root: null },
    });
    expect(warnings.join()).toContain(`"${TRAIL.replace(DAY, '2026-07-24')}"`);
    await ask('2026-07-25');
    expect(stated).toHaveLength(1);
  });
});
