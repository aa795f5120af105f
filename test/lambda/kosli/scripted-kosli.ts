import { listenOnLoopback, readBody } from '../../../stand-ins/loopback-server';

/** What to answer to the next request of its kind; `reset` takes the request in and breaks the connection. */
export type Reply =
  | { readonly status: number; readonly json?: unknown; readonly headers?: Record<string, string> }
  | 'reset';

/** One request as it came over the wire. */
export interface Received {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Serves replies by `METHOD`, lists of user-identity only, in their order; a request nobody scripted is refused with 418. */
export const scriptedKosli = async (script: Partial<Record<'GET' | 'PUT' | 'POST', readonly Reply[]>>) => {
  const replies = {
    GET: [...(script.GET ?? [])],
    PUT: [...(script.PUT ?? [])],
    POST: [...(script.POST ?? [])],
  };
  const received: Received[] = [];
  const server = await listenOnLoopback(async (request, response) => {
    const { method = '', url = '', headers } = request;
    // What a trail holds of the other attestations is asked too, at the same time; it is nothing.
    if (method === 'GET' && !url.endsWith('/user-identity')) {
      response.end('[]');
      return;
    }
    received.push({
      line: `${method} ${url}`,
      authorization: headers.authorization,
      body: (await readBody(request)).toString('latin1'),
    });
    const known = method === 'GET' || method === 'PUT' || method === 'POST';
    const reply = (known ? replies[method].shift() : undefined) ?? {
      status: 418,
      json: { message: 'not in the script' },
    };
    if (reply === 'reset') {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(JSON.stringify(reply.json ?? {}));
  });
  return {
    host: server.url,
    received,
    close: server.close,
  };
};
