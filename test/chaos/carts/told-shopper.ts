import type { Shopper } from './plan-shoppers.ts';

/** What a shopper's front end was told of the cart's payment by one answer. */
export interface ToldShopper {
  /** What was asked for. */
  readonly about: 'payments' | 'payment' | 'checkout' | 'freeze' | 'unfreeze';
  /** The key of the payment that was asked for; absent where only the status was read. */
  readonly key: string | undefined;
  readonly httpStatus: number;
  readonly code: string | undefined;
  readonly outcome: string | undefined;
  readonly payment: ShopperPayment | undefined;
  /** In ms since 1970, as the ledger's times. */
  readonly asked: number;
  readonly heard: number;
  /** It said that nothing was charged, and Ottu had got the call of this key by then. */
  readonly untrue: boolean;
}

export interface ShopperPayment {
  readonly status: string;
  readonly order_no: string | null;
  readonly amount: string;
  /** M36: what the cart has gone on without may still turn out paid. */
  readonly earlier_payment?: string;
  /** M56a: until when at most the cart is held. */
  readonly held_until?: string;
}

/** What the payer did at Ottu, and when: this service hears of it by Ottu's word only. */
export interface PayerAct {
  readonly sessionId: string;
  readonly reference: string;
  /** The gateway's late word on what had ended. */
  readonly late: boolean;
}

/** Everything that one shopper did and was told. */
export interface Shopped {
  readonly shopper: Shopper;
  /** Absent when no cart could be made in time. */
  cartId: string | undefined;
  readonly told: ToldShopper[];
  /** Of the wallet payments that were asked for. */
  readonly keys: string[];
  /** When each of them was made, in ms since 1970: no request of it was sent before. */
  readonly keysMadeAt: number[];
  readonly acts: PayerAct[];
  /** Reads the status once more. */
  read: () => Promise<unknown>;
}
