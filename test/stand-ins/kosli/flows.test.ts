import { type Kosli, openKosli } from '../../../stand-ins/kosli/kosli';

describe("Kosli's stand-in, asked about flows", () => {
  let kosli: Kosli;
  beforeEach(async () => {
    kosli = await openKosli({ org: 'acme', flow: 'flow', token: 'token' });
  });
  afterEach(() => kosli.close());

  const headers = { authorization: 'Bearer token' };
  const get = async (path: string) => (await fetch(`${kosli.url}/api/v2/flows/${path}`, { headers })).status;
  const create = async (dataJson: object, template = 'version: 1') => {
    const body = new FormData();
    body.append('data_json', JSON.stringify(dataJson));
    body.append('template_file', new Blob([template]), 'template.yml');
    const url = `${kosli.url}/api/v2/flows/acme/template_file`;
    return (await fetch(url, { method: 'PUT', headers, body })).status;
  };

  it('knows its own and those that were created, of its organization', async () => {
    expect([await get('acme/flow'), await get('acme/other'), await get('acne/flow')]).toEqual([
      200, 404, 403,
    ]);
    expect([await create({ name: 'other' }), await create({ name: 'other' })]).toEqual([201, 200]);
    expect(await get('acme/other')).toBe(200);
  });

  it('refuses fields, names and templates that Kosli does not know', async () => {
    expect([
      await create({ name: 'other', owner: 'me' }),
      await create({ name: '-other' }),
      await create({ name: 'other' }, 'version: 2'),
    ]).toEqual([400, 400, 400]);
    expect(await get('acme/other')).toBe(404);
  });
});
