import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server';
import { type Asked, askedOf } from './asked';
import { skewRefusal } from './clock-check';
import { type Answer, type EarlyMishap, type LateMishap, type Mishap, mishapPlan } from './mishaps';

/** What lies between a function and the services it calls, and goes wrong as it was planned to. */
export interface Network {
  /** The address to call instead of this one. */
  readonly inFrontOf: (origin: string) => string;
  readonly plan: (...mishaps: readonly Mishap[]) => void;
  /** From now on all goes well. */
  readonly clear: () => void;
  /** How many requests something went wrong with, those refused for a wrong clock among them. */
  readonly happened: () => number;
  /** Every request that was read, oldest first. */
  readonly asked: readonly Pick<Asked, 'service' | 'operation'>[];
  readonly close: () => Promise<void>;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const forward = async (
  origin: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answered> => {
  const { host } = new URL(origin);
  const { 'transfer-encoding': _chunked, ...kept } = headers;
  const sent = sendRequest(new URL(url ?? '/', origin), {
    ...(method !== undefined && { method }),
    headers: { ...kept, host, 'content-length': body.length },
  });
  sent.end(body);
  const [response]: IncomingMessage[] = await once(sent, 'response');
  if (response === undefined) throw new Error(`${origin} did not answer`);
  // It is passed on in one piece, with its length.
  const { 'transfer-encoding': _chunks, ...answered } = response.headers;
  return { status: response.statusCode ?? 0, headers: answered, body: await readBody(response) };
};

const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
};

const misfortuneOf = {
  early: async (mishap: EarlyMishap, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (mishap.kind === 'reset') {
      if (mishap.when === 'in the body') await once(request, 'data');
      request.socket.resetAndDestroy();
      return;
    }
    const { answer, afterwards } = mishap;
    response
      .writeHead(answer.status, { ...answer.headers, ...(afterwards === 'close' && { connection: 'close' }) })
      .end(answer.body, () => {
        if (afterwards === 'drain') request.resume();
        if (afterwards === 'close') request.socket.end();
        if (afterwards === 'reset') request.socket.resetAndDestroy();
      });
  },
  /** @param carryOut answers as the service does */
  late: async (
    mishap: LateMishap,
    count: number,
    carryOut: () => Promise<Answered>,
    response: ServerResponse,
  ): Promise<void> => {
    const half = async () => {
      const { status, headers, body } = await carryOut();
      response.writeHead(status, { ...headers, 'content-length': Math.max(body.length, 2) });
      response.write(body.subarray(0, Math.max(1, body.length / 2)));
    };
    switch (mishap.kind) {
      case 'answer':
        return send(response, typeof mishap.answer === 'function' ? mishap.answer(count) : mishap.answer);
      case 'reset-unanswered':
        if (mishap.carriedOut) await carryOut();
        response.socket?.resetAndDestroy();
        return;
      case 'hang':
        if (mishap.carriedOut) await carryOut();
        return;
      case 'hang-half-way':
        return half();
      case 'cut':
        await half();
        await wait(20);
        response.socket?.resetAndDestroy();
        return;
      case 'delay': {
        const { status, headers, body } = await carryOut();
        await wait(mishap.ms, undefined, { ref: false });
        response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
        return;
      }
      case 'drip': {
        const { status, headers, body } = await carryOut();
        response.writeHead(status, { ...headers, 'content-length': body.length });
        for (const byte of body) {
          if (response.destroyed) return;
          response.write(Buffer.from([byte]));
          await wait(mishap.everyMs, undefined, { ref: false });
        }
        response.end();
        return;
      }
      case 'garble': {
        const { status, headers } = await carryOut();
        const { 'content-type': type = '' } = headers;
        return send(response, { status, headers: { 'content-type': type }, body: mishap.body });
      }
      case 'meanwhile':
        if (mishap.carriedOut) await carryOut();
        mishap.run();
        response.socket?.resetAndDestroy();
        return;
      default:
        mishap satisfies never;
    }
  },
};

/** A function's environment with every service behind the network. */
export const behindNetwork = (
  network: Pick<Network, 'inFrontOf'>,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/^http:\/\/127\.0\.0\.1:\d+/, (origin) => network.inFrontOf(origin)),
    ]),
  );

/** @param services how many there are at most */
export const openNetwork = async (services = 8): Promise<Network> => {
  const plan = mishapPlan();
  const asked: Asked[] = [];
  let skewed = 0;

  const respond = async (origin: string, request: IncomingMessage, response: ServerResponse) => {
    const early = plan.takeEarly(askedOf(request, null));
    if (early !== null) return misfortuneOf.early(early, request, response);
    const body = await readBody(request);
    const read = askedOf(request, body);
    asked.push(read);
    const refused = skewRefusal(read, new Date());
    if (refused !== null) {
      skewed += 1;
      return send(response, refused);
    }
    const carryOut = () => forward(origin, request, body);
    const late = plan.takeLate(read);
    if (late !== null) return misfortuneOf.late(late.is, late.count, carryOut, response);
    const { status, headers, body: answered } = await carryOut();
    // The answer to HEAD has the length of what it does not send.
    const length = request.method === 'HEAD' ? headers['content-length'] : answered.length;
    response.writeHead(status, { ...headers, 'content-length': length ?? 0 }).end(answered);
  };

  const origins: string[] = [];
  const servers: LoopbackServer[] = await Promise.all(
    Array.from({ length: services }, (_, n) =>
      listenOnLoopback((request, response) => respond(origins[n] ?? '', request, response)),
    ),
  );
  return {
    inFrontOf: (origin) => {
      if (!origins.includes(origin)) origins.push(origin);
      const server = servers[origins.indexOf(origin)];
      if (server === undefined) throw new Error(`this network has ${services} addresses, and needs another`);
      return server.url;
    },
    plan: (...mishaps) => mishaps.forEach(plan.add),
    clear: plan.clear,
    happened: () => plan.happened() + skewed,
    asked,
    close: async () => {
      await Promise.all(servers.map(({ close }) => close()));
    },
  };
};
