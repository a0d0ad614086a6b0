/** Why a call brought no complete answer. */
export type FaultReason =
  | 'too_late' // M3: not started within the time that its claim allows
  | 'unreachable' // name resolution, refused, handshake
  | 'deadline' // no complete answer within the deadline
  | 'connection_lost' // the connection broke after bytes of the request had been handed over
  | 'answer_too_large'
  | 'shutting_down';

/**
 * A call to Ottu that brought no complete answer. `sent` is decided in the adapter (M5): it is false only when no byte
 * of the request was handed to a connected socket. Holds no header, body or URL, so that it can be logged.
 */
export class TransportFault extends Error {
  constructor(
    readonly reason: FaultReason,
    readonly sent: boolean,
    /** The code of the socket or library error, such as ECONNRESET. */
    readonly systemCode?: string,
  ) {
    super(`Ottu call failed: ${reason}${systemCode === undefined ? '' : ` (${systemCode})`}, ${sent ? 'sent' : 'not sent'}`);
    this.name = 'TransportFault';
  }
}
