import { writeJson } from '../json/write-json.ts';
import { OTTU_PATHS } from './paths.ts';
import type { Deadline } from './transport/deadline.ts';
import type { OttuReply, OttuTransport } from './transport/ottu-transport.ts';

export const MESSAGE_CHANNELS = ['email', 'sms', 'whatsapp'] as const;

export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/** Ottu's own messages to payers (F1.7). */
export class MessagesApi {
  readonly #transport: OttuTransport;

  constructor(transport: OttuTransport) {
    this.#transport = transport;
  }

  /**
   * Sends the payer the message for the transaction's present state by these channels, as far as its `notifications` have
   * that state in them. Each one reaches a person, so it is sent again only when nothing was sent.
   *
   * @throws TransportFault
   */
  async send(sessionId: string, channels: readonly MessageChannel[], deadline: Deadline): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: OTTU_PATHS.messages,
      operation: 'send_message',
      json: writeJson({ session_id: sessionId, channels }),
      policy: { group: 'operations', repeat: 'unsent', deadline },
    });
  }
}
