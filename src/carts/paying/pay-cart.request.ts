import { FreeObject, OneOf, Text } from '../../http/fields/index.ts';
import { NATIVE_WALLETS, type NativeWallet } from '../../ottu/native-payments-api.ts';

export class PayCartRequest {
  @OneOf(NATIVE_WALLETS, { example: 'apple_pay' })
  wallet: NativeWallet;

  @FreeObject({
    description: "What the wallet's sheet gave, unchanged: its JSON text reaches Ottu byte for byte.",
    example: {
      paymentData: { version: 'EC_v1', data: '…', signature: '…', header: { publicKeyHash: '…', transactionId: '…' } },
    },
  })
  payload: Record<string, unknown>;

  @Text({
    max: 4096,
    optional: true,
    description: 'What a solved challenge gave, when the answer before asked for one.',
  })
  challenge_token?: string;
}
