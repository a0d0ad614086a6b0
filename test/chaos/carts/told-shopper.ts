import type { Shopper } from './plan-shoppers.ts';

/** What a shopper's front end was told of the cart's payment by one answer. */
export interface ToldShopper {
  /** The key of the payment that was asked for; absent where only the status was read. */
  readonly key: string | undefined;
  readonly httpStatus: number;
  readonly code: string | undefined;
  readonly outcome: string | undefined;
  readonly payment: ShopperPayment | undefined;
  /** By this process's clock, in ms. */
  readonly asked: number;
  readonly heard: number;
  /** It said that nothing was charged, and Ottu had got the call of this key by then. */
  readonly untrue: boolean;
}

export interface ShopperPayment {
  readonly status: string;
  readonly order_no: string | null;
  readonly amount: string;
}

/** Everything that one shopper did and was told. */
export interface Shopped {
  readonly shopper: Shopper;
  /** Absent when no cart could be made in time. */
  cartId: string | undefined;
  readonly told: ToldShopper[];
  /** Of the wallet payments that were asked for. */
  readonly keys: string[];
  /** Reads the status once more. */
  read: () => Promise<unknown>;
}
