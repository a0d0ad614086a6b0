import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a caller may still send after his answer: enough for an honest one who did not look yet, and no more. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_MS = 10_000;

/**
 * Throws away what is still coming of a request that has its answer, so that the caller can read that answer and use the
 * connection again. Past the limits the connection is cut, once the answer is out.
 */
export function discardRest(request: IncomingMessage, response: ServerResponse): void {
  if (request.destroyed) return;
  let received = 0;
  const cut = (): void => {
    if (request.complete) return;
    if (response.writableFinished) request.socket.destroy();
    else response.once('finish', () => request.socket.destroy());
  };
  const timer = setTimeout(cut, MAX_MS);
  request.once('close', () => clearTimeout(timer));
  request.unpipe();
  // Whoever read it before is gone; a reset while discarding is nobody's problem.
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > MAX_BYTES) cut();
  });
  request.resume();
}
