import type { JsonText } from '../json/json-text.ts';
import { writeJson } from '../json/write-json.ts';
import type { CardToken } from './cards-api.ts';
import { OTTU_PATHS } from './paths.ts';
import type { Deadline } from './transport/deadline.ts';
import type { OttuReply, OttuTransport } from './transport/ottu-transport.ts';

export const NATIVE_WALLETS = ['apple_pay', 'google_pay'] as const;
export type NativeWallet = (typeof NATIVE_WALLETS)[number];

/** What pays an existing session. */
export type NativeInstrument =
  | {
      readonly method: NativeWallet;
      /** Sent byte for byte as it came. */
      readonly payload: JsonText;
      /** Needed where the session has several gateways and only one knows the wallet (F4.3). */
      readonly pgCode?: string | undefined;
    }
  /** A saved card of the session's customer; its token says which gateway. */
  | { readonly method: 'token'; readonly token: CardToken };

export type NativeMethod = NativeInstrument['method'];

/** Pays a session that exists, without a page (F4). */
export class NativePaymentsApi {
  readonly #transport: OttuTransport;

  constructor(transport: OttuTransport) {
    this.#transport = transport;
  }

  /**
   * Charges. Sent at most once: tried again only when nothing was sent, within the start window of the deadline (M5).
   *
   * @param idempotencyKey one for each attempt: it makes a request that is delivered twice harmless (M11a).
   * @throws TransportFault
   */
  async pay(
    sessionId: string,
    instrument: NativeInstrument,
    { idempotencyKey, deadline }: { readonly idempotencyKey: string; readonly deadline: Deadline },
  ): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: pathOf(instrument.method),
      operation: 'native_payment',
      json: writeJson({ session_id: sessionId, ...membersOf(instrument) }),
      idempotencyKey,
      policy: { group: 'charge', repeat: 'unsent', deadline },
    });
  }
}

function pathOf(method: NativeMethod): string {
  switch (method) {
    case 'apple_pay':
      return OTTU_PATHS.applePay;
    case 'google_pay':
      return OTTU_PATHS.googlePay;
    case 'token':
      return OTTU_PATHS.autoDebit;
  }
}

function membersOf(instrument: NativeInstrument): Record<string, unknown> {
  if (instrument.method === 'token') return { token: instrument.token.reveal() };
  const { payload, pgCode } = instrument;
  return { payload, ...(pgCode === undefined ? {} : { pg_code: pgCode }) };
}
