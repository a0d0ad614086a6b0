import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between the service and Ottu and keeps the answer to one request back until it is let go. */
export interface HeldAnswer {
  readonly url: string;
  /** Whether the request was answered by then, and its answer is kept back. */
  readonly held: () => boolean;
  letGo(): void;
  close(): Promise<void>;
}

/** @param match path and method of the request whose first answer is held; all others pass. */
export async function holdFirstAnswer(
  target: string,
  match: { readonly method: string; readonly path: string },
): Promise<HeldAnswer> {
  let letGo: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => (letGo = resolve));
  let held = false;
  const server: Server = createServer((incoming, outgoing) => {
    const upstream = request(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method, headers: { ...incoming.headers, host: new URL(target).host } },
      (answer: IncomingMessage) => {
        const pass = (): void => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        };
        if (held || incoming.method !== match.method || incoming.url !== match.path) return pass();
        held = true;
        void wait.then(pass);
      },
    );
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held: () => held,
    letGo: () => letGo(),
    close: async () => {
      letGo();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
