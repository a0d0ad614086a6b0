import type { JsonText } from '../json/json-text.ts';
import { writeJson } from '../json/write-json.ts';
import { OTTU_PATHS } from './paths.ts';
import type { Deadline } from './transport/deadline.ts';
import type { OttuReply, OttuTransport } from './transport/ottu-transport.ts';

export const NATIVE_WALLETS = ['apple_pay', 'google_pay'] as const;
export type NativeWallet = (typeof NATIVE_WALLETS)[number];

export interface NativePayment {
  readonly wallet: NativeWallet;
  readonly sessionId: string;
  /** Sent byte for byte as it came. */
  readonly payload: JsonText;
  /** Needed where the session has several gateways and only one knows the wallet (F4.3). */
  readonly pgCode?: string | undefined;
}

/** Pays a session that exists with a wallet's payload (F4). */
export class NativePaymentsApi {
  readonly #transport: OttuTransport;

  constructor(transport: OttuTransport) {
    this.#transport = transport;
  }

  /**
   * Charges. Sent at most once: tried again only when nothing was sent, within the start window of the deadline (M5).
   *
   * @throws TransportFault
   */
  async pay({ wallet, sessionId, payload, pgCode }: NativePayment, deadline: Deadline): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: wallet === 'apple_pay' ? OTTU_PATHS.applePay : OTTU_PATHS.googlePay,
      operation: 'native_payment',
      json: writeJson({ session_id: sessionId, payload, ...(pgCode === undefined ? {} : { pg_code: pgCode }) }),
      policy: { group: 'charge', repeat: 'unsent', deadline },
    });
  }
}
