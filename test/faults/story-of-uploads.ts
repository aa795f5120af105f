import { person } from '../../stand-ins/recorded-session/callers';
import { recordedTranscript } from '../../stand-ins/recorded-session/transcript';
import { openSession, send, uploadTranscript } from '../end-to-end/sessions';
import { beginTrailOfAlice, type Story } from './story';
import { ALICE, BOB } from './who';

/** Two sessions are over, and their transcripts uploaded. Event history knows who opened them. */
export const UPLOADS: Story = {
  begin: async (stage, fault) => {
    beginTrailOfAlice(stage);
    if (fault.withoutVersions === true) stage.s3AndSqs.setVersioning('never');
    const now = new Date();
    const transcripts = {
      alice: fault.transcript ?? recordedTranscript(now, ALICE),
      bob: recordedTranscript(now, BOB),
    };
    for (const [id, name] of [
      [ALICE, 'alice'],
      [BOB, 'bob'],
    ] as const) {
      const minutesAgo = fault.uploadedMinutesAgo ?? 0;
      const openedAt = new Date(now.getTime() - (minutesAgo + 10) * 60_000);
      openSession(stage, { sessionId: id, userIdentity: person(name), openedAt });
      await uploadTranscript(stage, { id, bytes: transcripts[name], minutesAgo });
    }
    if (fault.message !== undefined) await send(stage, fault.message);
    const { overwrittenWith: second } = fault;
    return { alice: [transcripts.alice, ...(second === undefined ? [] : [second])], bob: [transcripts.bob] };
  },
};
