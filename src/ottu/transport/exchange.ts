import type { Readable } from 'node:stream';

import type { Dispatcher } from 'undici';

import { abortReason } from './call-lifetime.ts';
import { TransportFault, type FaultReason } from './transport-fault.ts';

export type ExchangeBody = Buffer | string | AsyncIterable<Uint8Array> | null;

export interface ExchangeRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Record<string, string>;
  readonly body: ExchangeBody;
  /** Aborted with a TransportFault that says why; covers reading the body. */
  readonly signal: AbortSignal;
  /** Asked at the very moment of writing to the socket; false means the call is not sent (M3). */
  readonly mayStart: () => boolean;
  readonly maxReplyBytes: number;
}

export interface ExchangeReply {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/**
 * One HTTP exchange over an undici dispatcher. undici calls `onRequestStart` right before it writes the first byte of a
 * request to a connected socket: until then nothing was sent, and aborting inside that call still sends nothing.
 *
 * @throws TransportFault, and nothing else.
 */
export function exchange(dispatcher: Dispatcher, request: ExchangeRequest): Promise<ExchangeReply> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let sourceFailed = false;
    let abortSocket: ((reason: Error) => void) | undefined;
    let status = 0;
    let statusText = '';
    let headers: Record<string, string | string[] | undefined> = {};
    let size = 0;
    const chunks: Buffer[] = [];

    const fail = (reason: FaultReason, systemCode?: string): void => {
      request.signal.removeEventListener('abort', onAbort);
      const fault = new TransportFault(reason, sent, { systemCode });
      reject(fault);
      abortSocket?.(fault);
    };
    const onAbort = (): void => fail(abortReason(request.signal).reason);

    if (request.signal.aborted) {
      onAbort();
      return;
    }
    request.signal.addEventListener('abort', onAbort, { once: true });

    dispatcher.dispatch(
      {
        origin: request.origin,
        path: request.path,
        method: request.method,
        headers: request.headers,
        body: bodyOf(request.body, () => (sourceFailed = true)),
      },
      {
        onRequestStart(controller) {
          abortSocket = (reason) => controller.abort(reason);
          if (request.signal.aborted) return onAbort();
          if (!request.mayStart()) return fail('too_late');
          sent = true;
        },
        onResponseStart(_controller, statusCode, responseHeaders, statusMessage) {
          status = statusCode;
          statusText = statusMessage ?? '';
          headers = responseHeaders;
        },
        onResponseData(_controller, chunk) {
          size += chunk.length;
          if (size > request.maxReplyBytes) return fail('answer_too_large');
          chunks.push(chunk);
        },
        onResponseEnd() {
          request.signal.removeEventListener('abort', onAbort);
          resolve({ status, statusText, headers, body: Buffer.concat(chunks) });
        },
        onResponseError(_controller, error) {
          if (error instanceof TransportFault) return;
          if (sourceFailed) fail('body_failed');
          else fail(sent ? 'connection_lost' : 'unreachable', systemCodeOf(error));
        },
      },
    );
  });
}

function bodyOf(
  body: ExchangeBody,
  onSourceFailed: () => void,
): Exclude<Dispatcher.DispatchOptions['body'], undefined> {
  if (body === null || typeof body === 'string' || Buffer.isBuffer(body)) return body;
  // undici streams everything that can be iterated; its type names a few only.
  return watched(body, onSourceFailed) as unknown as Readable;
}

/** Tells a source that broke off from a connection that did. */
async function* watched(source: AsyncIterable<Uint8Array>, onFailed: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    onFailed();
    throw error;
  }
}

function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return systemCodeOf(error.cause);
}
