import { certificateFault } from '../../outgoing/certificate-fault.ts';

/** Why a call brought no complete answer. */
export type FaultReason =
  | 'too_late' // M3: not started within the time that its claim allows
  | 'budget_used_up' // M95: this group has used its share of what Ottu takes in a day
  | 'queue_full' // M3: as many calls of this group wait as may wait
  | 'breaker_open' // the last calls of this group all failed; Ottu is left alone for a moment
  | 'no_credentials' // the file of the secret is not there, and never was
  | 'unreachable' // name resolution, refused, handshake
  | 'deadline' // no complete answer within the deadline
  | 'connection_lost' // the connection broke after bytes of the request had been handed over
  | 'body_failed' // the source of a streamed body broke off
  | 'answer_too_large'
  | 'canceled' // the caller of a read has gone
  | 'shutting_down';

export interface FaultDetails {
  /** The code of the socket or library error, such as ECONNRESET. */
  readonly systemCode?: string | undefined;
  /** When it makes sense to ask again. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * A call to Ottu that brought no complete answer. `sent` is decided in the adapter (M5): it is false only when no byte
 * of the request was handed to a connected socket, in any of its tries. Holds no header, body or URL, so that it can be
 * logged.
 */
export class TransportFault extends Error {
  readonly systemCode: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly reason: FaultReason,
    readonly sent: boolean,
    { systemCode, retryAfterSeconds }: FaultDetails = {},
  ) {
    super(`Ottu call failed: ${reason}${inBrackets(systemCode)}, ${sent ? 'sent' : 'not sent'}`);
    this.name = 'TransportFault';
    this.systemCode = systemCode;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** What the log may show of it. */
  get logMessage(): string {
    return this.message;
  }

  /** The same fault of a call of which an earlier try was sent. */
  asSent(): TransportFault {
    return this.sent ? this : new TransportFault(this.reason, true, this);
  }
}

function inBrackets(systemCode: string | undefined): string {
  if (systemCode === undefined) return '';
  const certificate = certificateFault(systemCode);
  return certificate === undefined ? ` (${systemCode})` : ` (${systemCode}: ${certificate.seen}; ${certificate.todo})`;
}
