import { writeJson } from '../json/write-json.ts';
import { OTTU_PATHS } from './paths.ts';
import type { Deadline } from './transport/deadline.ts';
import type { OttuReply, OttuTransport } from './transport/ottu-transport.ts';

/** What is asked about: the session where it is known, else the order number. */
export type InquiryTarget =
  { readonly sessionId: string; readonly orderNo?: never } | { readonly orderNo: string; readonly sessionId?: never };

/** Ottu's payment status query (F9). The caller counts the request against Ottu's throttle before it asks. */
export class InquiryApi {
  readonly #transport: OttuTransport;

  constructor(transport: OttuTransport) {
    this.#transport = transport;
  }

  /**
   * Asks what became of a transaction; Ottu asks its gateways. Each request counts, so it is repeated only when nothing
   * was sent.
   *
   * @throws TransportFault
   */
  async inquire(target: InquiryTarget, deadline: Deadline): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: OTTU_PATHS.inquiry,
      operation: 'inquire_payment',
      json: writeJson(target.sessionId === undefined ? { order_no: target.orderNo } : { session_id: target.sessionId }),
      policy: { group: 'inquiry', repeat: 'unsent', deadline },
    });
  }
}
