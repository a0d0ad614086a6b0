import type { Dispatcher } from 'undici';

import { TransportFault, type FaultReason } from './transport-fault.ts';

export interface ExchangeRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Record<string, string>;
  readonly body: Buffer | string | null;
  /** Aborted at the deadline (reason `deadline`) or when the service gives up; covers reading the body. */
  readonly signal: AbortSignal;
  /** Asked at the very moment of writing to the socket; false means the call is not sent (M3). */
  readonly mayStart: () => boolean;
  readonly maxAnswerBytes: number;
}

export interface ExchangeAnswer {
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
export function exchange(dispatcher: Dispatcher, request: ExchangeRequest): Promise<ExchangeAnswer> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let abortSocket: ((reason: Error) => void) | undefined;
    let status = 0;
    let statusText = '';
    let headers: Record<string, string | string[] | undefined> = {};
    let size = 0;
    const chunks: Buffer[] = [];

    const fail = (reason: FaultReason, systemCode?: string): void => {
      request.signal.removeEventListener('abort', onAbort);
      const fault = new TransportFault(reason, sent, systemCode);
      reject(fault);
      abortSocket?.(fault);
    };
    const onAbort = (): void => fail(reasonOf(request.signal));

    if (request.signal.aborted) {
      fail(reasonOf(request.signal));
      return;
    }
    request.signal.addEventListener('abort', onAbort, { once: true });

    dispatcher.dispatch(
      { origin: request.origin, path: request.path, method: request.method, headers: request.headers, body: request.body },
      {
        onRequestStart(controller) {
          abortSocket = (reason) => controller.abort(reason);
          if (request.signal.aborted) return fail(reasonOf(request.signal));
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
          if (size > request.maxAnswerBytes) return fail('answer_too_large');
          chunks.push(chunk);
        },
        onResponseEnd() {
          request.signal.removeEventListener('abort', onAbort);
          resolve({ status, statusText, headers, body: Buffer.concat(chunks) });
        },
        onResponseError(_controller, error) {
          if (error instanceof TransportFault) return;
          fail(sent ? 'connection_lost' : 'unreachable', systemCodeOf(error));
        },
      },
    );
  });
}

function reasonOf(signal: AbortSignal): FaultReason {
  return signal.reason instanceof TransportFault ? signal.reason.reason : 'deadline';
}

function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return systemCodeOf(error.cause);
}
