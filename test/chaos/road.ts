import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Random } from './random.ts';

/** What becomes of the events of one session: they come as they come, all of them late, or none at all. */
export type Fate = { readonly kind: 'late'; readonly ms: number } | { readonly kind: 'lost' };

/** The balancer in front of the replicas: Ottu's events come by it, and by no replica's own address. */
export interface Road {
  readonly url: string;
  /** From now on, for every event of this session, whichever attempt it is about. */
  decree(sessionId: string, fate: Fate): void;
  /** Nothing is late or lost any more; what is on its way arrives. */
  clear(): void;
  /** How many events were late, and how many were lost. */
  counts(): { readonly late: number; readonly lost: number };
  close(): Promise<void>;
}

const OWN_TO_A_CONNECTION: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** @param replicas the addresses that it sends to, one of them at random for each event. */
export async function startRoad(replicas: readonly string[], random: Random): Promise<Road> {
  const fates = new Map<string, Fate>();
  let [late, lost] = [0, 0];
  const carry = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await read(request);
    const fate = fates.get(sessionIn(body));
    if (fate?.kind === 'lost') {
      lost += 1;
      // Something on the way took it and forgot it: Ottu does not send it again.
      response.writeHead(200).end();
      return;
    }
    if (fate?.kind === 'late') {
      late += 1;
      response.writeHead(200).end();
      await sleep(fate.ms);
    }
    const target = random.pick(replicas) + (request.url ?? '/');
    const { method = 'POST', headers } = request;
    const answer = await fetch(target, { method, headers: forwarded(headers), ...(body.length === 0 ? {} : { body }) });
    if (response.writableEnded) return;
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    response.end(await answer.text());
  };
  const server = createServer((request, response) => {
    // A replica that is gone: the balancer hangs up.
    carry(request, response).catch(() => void response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    decree: (sessionId, fate) => void fates.set(sessionId, fate),
    clear: () => fates.clear(),
    counts: () => ({ late, lost }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function sessionIn(body: Buffer): string {
  return /"session_id":"([^"]+)"/.exec(body.toString('utf8'))?.[1] ?? '';
}

function forwarded(headers: IncomingHttpHeaders): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && !OWN_TO_A_CONNECTION.has(name)) own[name] = value;
  }
  return own;
}
