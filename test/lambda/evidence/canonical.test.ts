import fc from 'fast-check';
import { canonicalAttestation, canonicalJson } from '../../../lambda/evidence/canonical';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, shuffled(member)]),
  );
};

describe('the canonical form of JSON', () => {
  // https://www.rfc-editor.org/rfc/rfc8785#section-3.2.3
  it('sorts as the example of RFC 8785 does', () => {
    const example = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = [...canonicalJson(example).matchAll(/:"([^"]*)"/g)].map(([, text]) => text);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  // https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2
  it('writes numbers and strings as the example of RFC 8785 does', () => {
    const text = String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`;
    expect(canonicalJson(JSON.parse(text))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts names that look like numbers as text, at any depth', () => {
    expect(canonicalJson([{ b: { '9': 1, '10': 2 }, a: [] }])).toBe('[{"a":[],"b":{"10":2,"9":1}}]');
  });

  it('is the same for the same value, and JSON of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const canonical = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).toBe(canonical);
        expect(canonicalJson(JSON.parse(canonical))).toBe(canonical);
        expect(JSON.parse(canonical)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('what an attestation is hashed from', () => {
  it('is its name, compliance and user_data, and nothing that Kosli adds', () => {
    const listed = {
      user_data: { b: 1, a: null },
      is_compliant: false,
      attestation_name: 'x',
      created_at: 1,
    };
    expect(canonicalAttestation(listed)).toBe(
      '{"attestation_name":"x","is_compliant":false,"user_data":{"a":null,"b":1}}',
    );
  });

  it('is null in place of what is missing', () => {
    expect(canonicalAttestation({})).toBe('{"attestation_name":null,"is_compliant":null,"user_data":null}');
  });
});
