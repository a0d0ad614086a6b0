import { AlsoCheck, FreeObject, OneOf, Text } from '../../http/fields/index.ts';
import { NATIVE_WALLETS, type NativeWallet } from '../../ottu/native-payments-api.ts';
import type { FieldError } from '../../problems/problem.ts';

/** Either what a wallet's sheet gave, or a saved card. */
@AlsoCheck(oneForm)
export class PayCartRequest {
  @OneOf(NATIVE_WALLETS, { optional: true, description: 'With `payload`, or `card_id` instead.', example: 'apple_pay' })
  wallet?: NativeWallet;

  @FreeObject({
    optional: true,
    description: "With `wallet`: what the wallet's sheet gave, unchanged. Its JSON text reaches Ottu byte for byte.",
    example: {
      paymentData: { version: 'EC_v1', data: '…', signature: '…', header: { publicKeyHash: '…', transactionId: '…' } },
    },
  })
  payload?: Record<string, unknown>;

  @Text({
    max: 64,
    optional: true,
    description: "Instead of `wallet` and `payload`: the id of one of the signed-in customer's saved cards.",
    example: 'q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE',
  })
  card_id?: string;

  @Text({
    max: 4096,
    optional: true,
    description: 'What a solved challenge gave, when the answer before asked for one.',
  })
  challenge_token?: string;
}

/** Exactly one of the two forms. Members may hold any JSON value when this runs. */
function oneForm({ wallet, payload, card_id }: PayCartRequest): FieldError[] {
  if (card_id === undefined) {
    return [
      ...(wallet === undefined ? [{ pointer: '/wallet', message: 'is required, or card_id' }] : []),
      ...(payload === undefined ? [{ pointer: '/payload', message: 'is required, or card_id' }] : []),
    ];
  }
  const message = 'must not be given together with card_id';
  return [
    ...(wallet === undefined ? [] : [{ pointer: '/wallet', message }]),
    ...(payload === undefined ? [] : [{ pointer: '/payload', message }]),
  ];
}
