import type { Readable } from 'node:stream';
import { Problem } from '../../problems/problem.ts';

/**
 * The whole of a small body.
 *
 * @throws Problem `payload_too_large` past `limit` bytes, `bad_request` when the caller broke off.
 */
export async function collectBody(body: Readable, contentLength: string | undefined, limit: number): Promise<Buffer> {
  if (Number(contentLength) > limit) throw new Problem('payload_too_large');
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      body.off('data', onData).off('end', onEnd).off('error', onError);
      end();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) settle(() => reject(new Problem('payload_too_large')));
      else chunks.push(chunk);
    };
    const onEnd = (): void => settle(() => resolve(Buffer.concat(chunks)));
    const onError = (cause: Error): void => settle(() => reject(new Problem('bad_request', { cause })));
    // Not `for await`: leaving it early would destroy the stream, and with it the connection for the answer.
    body.on('data', onData).on('end', onEnd).on('error', onError);
  });
}
