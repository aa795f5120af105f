import { createServer, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpRequest } from '../../../stand-ins/aws/http-message';

/** How a service answers; `reset` breaks the connection instead. */
export type Answer =
  | 'reset'
  | {
      readonly status: number;
      readonly headers?: OutgoingHttpHeaders;
      readonly body: string | Buffer;
    };

/** How far a connection of the function will have to be read before it has the answer. */
export interface Answered {
  readonly port: number;
  readonly bytes: number;
}

/** A request of the function, read to its end and not yet answered. */
export interface Call extends HttpRequest {
  readonly answer: (answer: Answer) => Answered;
}

/** All services of the outside world behind one address, which only one function knows. */
export interface Gateway {
  readonly url: string;
  /** The calls that came since it was asked last. */
  readonly takeCalls: () => readonly Call[];
  /** Whether everything was read that the function has sent, by local port of its connections. */
  readonly hasRead: (traffic: readonly (readonly [port: number, written: number])[]) => boolean;
  readonly close: () => void;
}

const send = (response: ServerResponse, socket: Socket, answer: Answer): Answered => {
  const port = socket.remotePort ?? 0;
  if (answer === 'reset') {
    socket.destroy();
    // Never reached: the function has read all there is when its connection is gone.
    return { port, bytes: Number.MAX_SAFE_INTEGER };
  }
  const { status, headers, body } = answer;
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
  return { port, bytes: socket.bytesWritten };
};

export const openGateway = async (): Promise<Gateway> => {
  let calls: Call[] = [];
  let unfinished = 0;
  const sockets = new Map<number, Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    unfinished += 1;
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('close', () => {
      if (!request.complete) unfinished -= 1;
    });
    request.once('end', () => {
      unfinished -= 1;
      const { method = '', url = '', headers, socket } = request;
      const body = Buffer.concat(chunks);
      calls.push({ method, url, headers, body, answer: (answer) => send(response, socket, answer) });
    });
  });
  // Real time means nothing here: a connection may rest for minutes while the harness is busy elsewhere.
  Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
  server.on('connection', (socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.once('close', () => {
      if (sockets.get(port) === socket) sockets.delete(port);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gateway has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    hasRead: (traffic) =>
      unfinished === 0 && traffic.every(([port, written]) => (sockets.get(port)?.bytesRead ?? -1) >= written),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
