import { OTTU_PATHS } from './paths.ts';
import type { Deadline } from './transport/deadline.ts';
import type { OttuReply, OttuTransport } from './transport/ottu-transport.ts';

/** Ottu's Checkout API (F2). Answers come back whole; what they mean is the caller's to say. */
export class CheckoutApi {
  readonly #transport: OttuTransport;

  constructor(transport: OttuTransport) {
    this.#transport = transport;
  }

  /**
   * Creates a transaction; with `payment_instrument` in the body it also charges (F3). Sent once.
   *
   * @param body JSON text, sent as it is.
   * @throws TransportFault
   */
  async create(body: string, deadline: Deadline): Promise<OttuReply> {
    return this.#transport.send({ method: 'POST', path: OTTU_PATHS.checkout, json: body, deadline });
  }

  /**
   * Reads a transaction.
   *
   * @throws TransportFault
   */
  async retrieve(sessionId: string, deadline: Deadline): Promise<OttuReply> {
    return this.#transport.send({ method: 'GET', path: OTTU_PATHS.transaction(sessionId), deadline });
  }
}
