import fc from 'fast-check';
import { alreadyReported } from '../../../lambda/evidence/already-reported';
import type { ComparedFields } from '../../../lambda/evidence/attestation';
import { ofSession } from '../../../lambda/evidence/plan-evidence';
import { planLoss, planReplacements } from '../../../lambda/evidence/plan-replacements';
import { readTranscript, SESSION, sessionId, transcriptRef } from '../records';
import { attestation, factsOf, RULES } from './planned';

/** `command-logs` of a transcript as a trail holds it. */
const held = (sha256: string, minute: number): ComparedFields =>
  attestation('command-logs', {
    transcript: readTranscript({
      sha256,
      versionId: `version-${minute}`,
      ref: transcriptRef({ uploadedAt: new Date(Date.UTC(2026, 6, 31, 12, minute)) }),
    }),
  }).compared;

const replacements = (sha256: string, trail: readonly ComparedFields[]) =>
  planReplacements(ofSession(factsOf(), RULES), sha256, trail, RULES).attestations;
const pairs = (...planned: Parameters<typeof replacements>) =>
  replacements(...planned).map(({ userData }) => [userData.first_version_id, userData.second_version_id]);

describe('transcript-replaced', () => {
  it('says of both transcripts what is known of them, the one uploaded first first', () => {
    const [planned] = replacements('bb', [held('bb', 1), held('aa', 2)]);
    expect(planned).toMatchObject({
      name: 'transcript-replaced',
      subject: SESSION,
      compliant: false,
      attachment: null,
      userData: {
        session_id: SESSION,
        first_sha256: 'bb',
        first_version_id: 'version-1',
        first_uploaded_at: '2026-07-31T12:01:00.000Z',
        first_writer_principal_id: transcriptRef().writerPrincipalId,
        second_sha256: 'aa',
        second_version_id: 'version-2',
        second_uploaded_at: '2026-07-31T12:02:00.000Z',
        second_writer_principal_id: transcriptRef().writerPrincipalId,
      },
    });
    const writer = transcriptRef().writerPrincipalId;
    const reason =
      `the session has a transcript uploaded 2026-07-31T12:01:00.000Z by ${writer} (SHA-256 bb), and another with other content ` +
      `uploaded 2026-07-31T12:02:00.000Z by ${writer} (SHA-256 aa)`;
    expect(planned?.description).toBe(`Not compliant: ${reason}.`);
    expect(planned?.userData.reason).toBe(reason);
  });

  it('is planned for the transcript that is reported, and not among the others', () => {
    const trail = [held('cc', 3), held('aa', 1), held('bb', 2)];
    expect(pairs('aa', trail)).toEqual([
      ['version-1', 'version-2'],
      ['version-1', 'version-3'],
    ]);
    expect(pairs('bb', trail)).toEqual([
      ['version-1', 'version-2'],
      ['version-2', 'version-3'],
    ]);
  });

  it('is the same whichever of two that were uploaded in the same moment was delivered first', () => {
    const trail = [held('aa', 1), held('bb', 1)];
    const compared = replacements('aa', trail).map(({ userData }) => userData);
    expect(replacements('bb', trail.toReversed()).map(({ userData }) => userData)).toEqual(compared);
  });

  it('is not planned for one content, however often it was uploaded, nor for a transcript that is gone', () => {
    const gone = attestation('command-logs', {
      transcript: { kind: 'gone', ref: transcriptRef(), note: 'the transcript was deleted' },
    }).compared;
    expect(pairs('aa', [held('aa', 1), held('aa', 2), gone])).toEqual([]);
  });

  it('is planned of what an older release reported, too', () => {
    const { sha256, key, version_id, etag } = held('aa', 1);
    const [planned] = replacements('bb', [{ sha256, key, version_id, etag }, held('bb', 2)]);
    expect(planned?.userData).toMatchObject({ first_uploaded_at: null, first_sha256: 'aa' });
    expect(planned?.description).toContain('at an unknown time by an unknown writer');
  });

  it('has the one of an unknown time first, and of one content the time it was uploaded first', () => {
    const { uploaded_at: _, ...timeless } = held('cc', 9);
    expect(pairs('cc', [held('aa', 3), held('aa', 2), timeless])).toEqual([['version-9', 'version-2']]);
  });

  it('is not planned for a transcript that the trail does not hold', () => {
    expect(pairs('zz', [held('aa', 1), held('bb', 2)])).toEqual([]);
  });

  it('is planned for ten pairs at most, however many transcripts somebody writes', () => {
    const trail = Array.from({ length: 50 }, (_, n) => held(`sha-${n}`, n));
    expect(pairs('sha-49', trail)).toHaveLength(10);
    expect(pairs('sha-0', trail)).toHaveLength(10);
    expect(pairs('sha-49', trail)[0]).toEqual(['version-0', 'version-49']);
  });

  it('is held in either order of the two, and not for another pair', () => {
    const trail = [held('aa', 1), held('bb', 2), held('cc', 3)];
    const [ab, ac] = replacements('aa', trail);
    const [ba] = replacements('aa', [held('aa', 5), held('bb', 2)]);
    if (ab === undefined || ac === undefined || ba === undefined) throw new Error('expected three');
    expect([ab, ba].map(({ userData }) => userData.first_sha256)).toEqual(['aa', 'bb']);
    expect(alreadyReported(ba, [ab])).toBe(true);
    expect(alreadyReported(ac, [ab])).toBe(false);
  });
});

describe('deliveries in any order, and any number of them,', () => {
  const contents = ['aa', 'bb', 'cc', 'dd'].map((sha256, minute) => held(sha256, minute));
  const isHeld = (trail: readonly ComparedFields[], { sha256 }: ComparedFields) =>
    trail.some((each) => each.sha256 === sha256);

  /** What a trail says was replaced, after these deliveries. */
  const reported = (deliveries: readonly ComparedFields[]) => {
    const trail: ComparedFields[] = [];
    const said: ReturnType<typeof replacements>[number][] = [];
    for (const delivered of deliveries) {
      if (!isHeld(trail, delivered)) trail.push(delivered);
      for (const planned of replacements(String(delivered.sha256), trail))
        if (!alreadyReported(planned, said)) said.push(planned);
    }
    return said.map(({ userData }) => JSON.stringify(userData)).toSorted();
  };

  it('end with the same', () => {
    const shuffled = fc
      .array(fc.constantFrom(...contents), { maxLength: 8 })
      .chain((again) => fc.shuffledSubarray([...contents, ...again], { minLength: 4 + again.length }));
    expect(reported(contents)).toHaveLength(6);
    fc.assert(
      fc.property(shuffled, (deliveries) => expect(reported(deliveries)).toEqual(reported(contents))),
    );
  });
});

describe('transcript-replaced of a transcript that was deleted', () => {
  const placed = { sessionId: sessionId(), eventId: 'e-1', trail: 'alice' };
  const deletion = (compared: ComparedFields) => {
    const evidence = planLoss(placed, compared, 'deleted', RULES);
    expect([evidence.trail, evidence.subject]).toEqual(['alice', SESSION]);
    const [planned] = evidence.attestations;
    if (planned === undefined) throw new Error('nothing was planned');
    return planned;
  };

  it('says which it was, and that it is gone', () => {
    const { compliant, description, userData } = deletion(held('aa', 1));
    expect(compliant).toBe(false);
    expect(description).toContain('was deleted after it was reported');
    expect(userData).toMatchObject({
      session_id: SESSION,
      cloudtrail_event_id: 'e-1',
      first_sha256: 'aa',
      first_version_id: 'version-1',
      second_sha256: null,
      second_key: null,
      second_version_id: null,
      second_uploaded_at: null,
      second_writer_principal_id: null,
    });
  });

  it('says why it is lost, whatever is known of it', () => {
    const lossOf = (loss: 'deleted' | 'overwritten', compared: ComparedFields) =>
      planLoss(placed, compared, loss, RULES).attestations[0]?.description;
    const writer = transcriptRef().writerPrincipalId;
    expect(lossOf('deleted', held('aa', 1))).toBe(
      `Not compliant: the transcript uploaded 2026-07-31T12:01:00.000Z by ${writer} (SHA-256 aa) was deleted after it was reported.`,
    );
    expect(lossOf('overwritten', {})).toBe(
      'Not compliant: the transcript uploaded at an unknown time by an unknown writer (SHA-256 unknown) was overwritten after it was reported, ' +
        'and the bucket kept no version of it.',
    );
  });

  it('is said once for each version', () => {
    const said = deletion(held('aa', 1));
    expect(alreadyReported(deletion(held('aa', 1)), [said])).toBe(true);
    expect(alreadyReported(deletion(held('aa', 2)), [said])).toBe(false);
    expect(alreadyReported(deletion(held('bb', 1)), [said])).toBe(false);
  });

  it('is another matter than that it was replaced', () => {
    const [replaced] = replacements('aa', [held('aa', 1), held('bb', 2)]);
    if (replaced === undefined) throw new Error('nothing was planned');
    expect(alreadyReported(deletion(held('aa', 1)), [replaced])).toBe(false);
    expect(alreadyReported(replaced, [deletion(held('aa', 1))])).toBe(false);
  });
});
