import { FreeObject, OneOf } from '../../http/fields/index.ts';

/** F3.1 */
export const INSTRUMENT_TYPES = ['apple_pay', 'google_pay', 'samsung_pay', 'token', 'wallet'] as const;
export type InstrumentType = (typeof INSTRUMENT_TYPES)[number];

export class PaymentInstrument {
  @OneOf(INSTRUMENT_TYPES, { example: 'apple_pay' })
  instrument_type: InstrumentType;

  @FreeObject({
    description:
      'What the wallet gave, unchanged: its JSON text reaches Ottu byte for byte. For `token` and `samsung_pay` it is ' +
      '`{"token": …}`, for `wallet` `{"wallet_code": …}`.',
    example: {
      paymentData: { version: 'EC_v1', data: '…', signature: '…', header: { publicKeyHash: '…', transactionId: '…' } },
    },
  })
  payload: Record<string, unknown>;
}
