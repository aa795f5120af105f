import * as fc from 'fast-check';
import { mentionFinder } from '../../../lambda/cloudtrail-log/find-mention';
import { elementSplitter } from '../../../lambda/json-elements';
import {
  commandThatMentions,
  executeCommandRecord,
  logFileOf,
  sessionId,
} from '../aws/cloudtrail-bucket/execute-command-record';

const id = sessionId('s9y89par6quf78pcbnoko32g28');
const others = Array.from({ length: 50 }, (_, at) => sessionId(`0other${String(at).padStart(20, '0')}`));

/** Any way of cutting these bytes into pieces, down to pieces of one byte. */
const cuts = (bytes: Buffer) =>
  fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 40 }).map((sizes) => {
    const pieces: Buffer[] = [];
    for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1;
      pieces.push(bytes.subarray(at, at + size));
      at += size;
    }
    return pieces;
  });

describe('looking for sessions in the bytes of a log file', () => {
  const file = logFileOf(executeCommandRecord(others[7] ?? ''), executeCommandRecord(id), {
    eventName: 'Other',
  });

  it('an id is found however the bytes arrive', () => {
    fc.assert(
      fc.property(cuts(file), (pieces) => {
        const mentioned = mentionFinder([...others.slice(20), id]);
        expect(pieces.map((piece) => mentioned(piece))).toContain(true);
      }),
    );
  });

  it('an id that is only the beginning of another is not found, however the bytes arrive', () => {
    const longer = logFileOf(executeCommandRecord(`${id}0longer0than0that`));
    fc.assert(
      fc.property(cuts(longer), (pieces) => {
        const mentioned = mentionFinder([sessionId('s9y89par6quf78pcbnoko32g280longer0than0that0one')]);
        expect(pieces.map((piece) => mentioned(piece))).not.toContain(true);
      }),
    );
    expect(mentionFinder([id])(longer)).toBe(false);
  });

  it('ids of others are not taken for the sought one', () => {
    expect(mentionFinder([id])(logFileOf(...others.map((other) => executeCommandRecord(other))))).toBe(false);
  });
});

describe('cutting a log file into records', () => {
  const RECORDS = { depth: 3, maxBytes: 1024 * 1024 };
  const records = [
    executeCommandRecord(id),
    { ...commandThatMentions(id), note: 'brackets } ] { [ and \\" quotes \\\\' },
    { deep: { er: [{ and: ['deeper', {}] }] } },
    {},
  ];

  it('each record comes out whole, however the bytes arrive', () => {
    fc.assert(
      fc.property(cuts(logFileOf(...records)), (pieces) => {
        const split = elementSplitter(RECORDS).take;
        const texts = pieces.flatMap((piece) => split(piece)).map((record) => record.toString());
        expect(texts.map((text) => JSON.parse(text))).toEqual(records);
      }),
    );
  });

  it('a record longer than CloudTrail writes is not gathered in memory', () => {
    const split = elementSplitter(RECORDS).take;
    split(Buffer.from('{"Records":[{"a":"'));
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    expect(() => split(megabyte)).toThrow('an element of more than 1048576 bytes');
  });
});
