import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server';
import { answerApi } from './api';
import { type Fault, faultPlan, type RequestMatch } from './faults';
import { openLedger, type Trail } from './ledger';
import type { AttestationPayload } from './payloads';
import type { ApiRequest, Form } from './read-form';
import { KosliRefusal } from './refusal';

/** A request that came, and how it was answered. */
export interface KosliRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  /** Null when it was never read. */
  readonly form: Form | null;
  /** Null when the connection broke instead. */
  readonly status: number | null;
}

/** One Kosli organization with one flow. */
export interface Kosli extends LoopbackServer {
  readonly trails: ReadonlyMap<string, Trail>;
  readonly requests: readonly KosliRequest[];
  /** From now on this goes wrong with requests like these. */
  readonly injectFault: (requests: RequestMatch, fault: Fault) => void;
  readonly clearFaults: () => void;
  /** Puts attestations on a trail, as if they had been reported long ago. */
  readonly addAttestations: (trail: string, attestations: readonly AttestationPayload[]) => void;
  /** The only token that is taken from now on. */
  readonly rotateToken: (token: string) => void;
  /** From now on larger requests are refused with 413, by a proxy in front of Kosli. */
  readonly refuseLargerThan: (bytes: number) => void;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const PROXY_413 = '<html><head><title>413 Request Entity Too Large</title></head></html>';

const readSlowly = async (request: IncomingMessage): Promise<void> => {
  for await (const _chunk of request) await wait(20);
};

/** Kosli's API v2, as far as a reporter uses it, written to refuse what Kosli refuses. */
export const openKosli = async (place: {
  readonly org: string;
  readonly flow: string;
  readonly token: string;
}): Promise<Kosli> => {
  const ledger = openLedger();
  const requests: KosliRequest[] = [];
  const created = new Set<string>();
  const faults = faultPlan();
  let { token } = place;
  let largestBytes = Number.POSITIVE_INFINITY;

  const answer = async (request: ApiRequest, seen: (form: Form) => void): Promise<Answer> => {
    if (Number(request.headers['content-length'] ?? 0) > largestBytes) {
      return { status: 413, body: PROXY_413, headers: { 'content-type': 'text/html' } };
    }
    try {
      return await answerApi({ ...place, token, ledger, created }, request, seen);
    } catch (error) {
      if (error instanceof KosliRefusal) return { status: error.status, body: error.body };
      throw error;
    }
  };

  const answerEarly = (
    request: IncomingMessage,
    response: ServerResponse,
    { status, then }: Extract<Fault, { kind: 'early-answer' }>,
  ): void => {
    const headers = { 'content-type': 'application/json', ...(then === 'close' && { connection: 'close' }) };
    response
      .writeHead(status, headers)
      .end(JSON.stringify({ message: 'answered before it was read' }), () => {
        if (then === 'drain') request.resume();
        if (then === 'close') request.socket.end();
        if (then === 'reset') request.socket.resetAndDestroy();
      });
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', headers } = request;
    let form: Form | null = null;
    const note = (status: number | null) =>
      requests.push({ method, path, authorization: headers.authorization ?? null, form, status });
    const fault = faults.take(method, path, Number(headers['content-length'] ?? 0));
    if (fault?.kind === 'delay') await wait(fault.ms);
    if (fault?.kind === 'early-answer') {
      note(fault.status);
      answerEarly(request, response, fault);
      return;
    }
    if (fault?.kind === 'silence') {
      note(null);
      if (fault.body === 'read') request.resume();
      if (fault.body === 'read-slowly') await readSlowly(request);
      return;
    }
    if (fault?.kind === 'store-later') {
      const received = await readBody(request);
      const later = Object.assign(Readable.from([received]), { method, url: path, headers });
      setTimeout(() => void answer(later, () => {}), fault.ms);
      note(fault.status === 'reset' ? null : fault.status);
      if (fault.status === 'reset') request.socket.destroy();
      else response.writeHead(fault.status).end();
      return;
    }
    if (fault?.kind === 'reset' || fault?.kind === 'reset-half-way') {
      note(null);
      if (fault.kind === 'reset-half-way') await once(request, 'data');
      else await readBody(request);
      request.socket.destroy();
      return;
    }
    const {
      status,
      body,
      headers: more,
    } = fault?.kind === 'answer'
      ? {
          status: fault.status,
          body: fault.body ?? { message: 'injected by a test' },
          headers: fault.headers,
        }
      : await answer(request, (read) => {
          form = read;
        });
    if (fault?.kind === 'half-answer') {
      note(200);
      response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      return;
    }
    if (fault?.kind === 'store-silently') {
      note(null);
      return;
    }
    if (fault?.kind === 'store-then-reset') {
      note(null);
      fault.meanwhile?.();
      request.socket.destroy();
      return;
    }
    note(status);
    // What was not read of a refused request is read and dropped, or the answer would never be seen.
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json', ...more });
    const isRaw = Buffer.isBuffer(body) || (typeof body === 'string' && status === 413);
    response.end(isRaw ? body : JSON.stringify(body));
  };

  const server = await listenOnLoopback(respond);
  return {
    ...server,
    trails: ledger.trails,
    requests,
    injectFault: faults.add,
    clearFaults: faults.clear,
    addAttestations: (trail, attestations) => {
      for (const attestation of attestations) ledger.attest(trail, attestation, null);
    },
    rotateToken: (next) => {
      token = next;
    },
    refuseLargerThan: (bytes) => {
      largestBytes = bytes;
    },
  };
};
