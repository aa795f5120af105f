import fc from 'fast-check';
import { callCollector } from '../../lambda/completeness/calls-of-day';
import { statementOfDay } from '../../lambda/completeness/statement-of-day';
import { heldAttestations } from '../../lambda/kosli/held-attestations';
import { DependencyUnavailableError } from '../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../lambda/time';
import { readAttestations } from '../../verify/attestations';
import { findings as newFindings } from '../../verify/finding';
import { type Sources, UncheckableError } from '../../verify/sources';
import {
  checkChain,
  checkRevisions,
  compareList,
  compareStatement,
  newestOf,
  readStatements,
} from '../../verify/statements';
import { sessionId } from '../lambda/records';
import { anyJson, anyText, everyOneAsync, inPieces, twisted } from './arbitrary';

const ABOUT = sessionId();
const LISTED = [
  {
    attestation_name: 'user-identity',
    is_compliant: true,
    created_at: 1,
    user_data: { session_id: ABOUT, principal_id: 'A' },
  },
  {
    attestation_name: 'user-identity',
    is_compliant: false,
    created_at: 2.5,
    user_data: { session_id: 'other' },
  },
];
const list = fc.oneof(
  anyText,
  fc.oneof(anyJson, twisted(LISTED), fc.array(anyJson)).map((json) => JSON.stringify(json)),
  fc.nat(200).map((end) => JSON.stringify(LISTED).slice(0, end)),
);
const body = inPieces(
  fc.oneof(
    list.map((text) => new TextEncoder().encode(text)),
    fc.uint8Array(),
  ),
);

describe('whatever Kosli answers when asked for a list', () => {
  let time: InvocationTime;
  beforeAll(() => {
    time = beginTime(60_000);
  });
  afterAll(() => time.end());

  it('the reporter has read it, or knows that Kosli is not available', async () => {
    const place = { host: 'https://kosli.example', org: 'acme', flow: 'exec', tokenParameter: '/token' };
    await everyOneAsync(
      fc.asyncProperty(body, async (pieces) => {
        const http = async () => new Response(Buffer.concat(pieces));
        const held = heldAttestations(http, place, time, new Set([ABOUT]));
        try {
          expect(Array.isArray(await held.read('trail', 'user-identity', ABOUT))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DependencyUnavailableError);
        }
      }),
    );
  }, 60_000);

  const sourcesOf = (pieces: readonly Uint8Array[]): Sources => ({
    cloudTrail: null,
    history: async function* () {},
    transcript: async () => null,
    attestations: async () =>
      (async function* () {
        yield* pieces;
      })(),
    list: async () => null,
  });

  it('verify has read it, or says that it could not', async () => {
    await everyOneAsync(
      fc.asyncProperty(body, async (pieces) => {
        try {
          const read = await readAttestations(sourcesOf(pieces), 'trail', 'user-identity', new Set([ABOUT]));
          for (const { subject, createdAt } of read)
            expect([subject, typeof createdAt]).toEqual([ABOUT, 'number']);
        } catch (error) {
          expect(error).toBeInstanceOf(UncheckableError);
        }
      }),
    );
  }, 60_000);

  it('verify compares any statements of a day, whatever is in them', async () => {
    const day = '2026-07-31';
    const location = { accountId: '111122223333', region: 'eu-central-1' };
    const found = statementOfDay(day, callCollector(day).calls(), []);
    const statement = {
      is_compliant: true,
      created_at: 3,
      user_data: {
        date: day,
        revision: 1,
        merkle_root: 'a'.repeat(64),
        previous_root: null,
        open: `${ABOUT}: trail "x" lacks command-logs`,
      },
    };
    const statements = fc.array(twisted(statement), { maxLength: 3 });
    const read = async (each: readonly unknown[]) => {
      try {
        const sources = sourcesOf([Buffer.from(JSON.stringify(each))]);
        return await readStatements(sources, location, day, newFindings());
      } catch (error) {
        expect(error).toBeInstanceOf(UncheckableError);
        return [];
      }
    };
    await everyOneAsync(
      fc.asyncProperty(statements, statements, anyText, async (one, other, list) => {
        const [now, before] = [await read(one), await read(other)];
        const findings = newFindings();
        checkRevisions(day, now, findings);
        checkChain(day, now, before, findings);
        const newest = newestOf(now);
        expect(newest === null).toBe(now.length === 0);
        if (newest === null) return;
        compareStatement(newest, found, findings);
        compareList(newest, list, found, findings);
        // The root that is stated is of no day without a session.
        expect(findings.mismatches).not.toEqual([]);
        for (const { text } of findings.mismatches) expect(text).not.toBe('');
      }),
    );
  }, 60_000);
});
