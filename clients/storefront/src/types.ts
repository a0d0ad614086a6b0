import type { components } from './api-types.ts';

type Schemas = components['schemas'];

/** A cart as the service shows it. Amounts are decimal strings: they are shown, never counted with. */
export type CartView = Schemas['CartView'];
export type CartLine = Schemas['CartLine'];
/** Ottu's session with what its Checkout SDK and its own page are opened with. */
export type Checkout = Schemas['CheckoutView'];
/** What a shopper is told of a payment. */
export type PaymentStatus = Schemas['PaymentStatusView'];
export type SavedCard = Schemas['SavedCardView'];
export type PaymentMethod = Schemas['OfferedMethod'];
export type FieldError = Schemas['FieldError'];
export type Wallet = NonNullable<Schemas['PayCartRequest']['wallet']>;
export type CardSetup = Schemas['ShopperCardSetupRequest'];
export type CardSetupPage = Schemas['ShopperCardSetupAnswer'];

/** Only a server with a service key may send these. */
type ServerOnly = 'agreement' | 'customer_id' | 'merchant_reference';
type Asked = 'challenge_token';

/** What a cart is begun with, once there is something to put into it. */
export type CartOptions = Omit<Schemas['CreateCartRequest'], ServerOnly | Asked | 'items'>;
/** What is left out stays as it is, `null` clears a member, and an object takes the place of the whole one. */
export type CartChanges = Schemas['ChangeCartRequest'];
export type BuyNowOptions = Omit<Schemas['BuyNowIntentRequest'], ServerOnly | Asked>;

/** The cart as the shopper is about to pay it. */
export interface Ready {
  readonly cart: CartView;
  readonly checkout: Checkout;
  /** The shop asks for another total than the one that was shown before. */
  readonly priceChanged: boolean;
  /** Names this version of the cart: what is paid is this one and no other. */
  readonly etag: string;
}

/** What pays: what a wallet's sheet gave, unchanged, or one of the shopper's saved cards. */
export type Means =
  { readonly wallet: Wallet; readonly payload: Readonly<Record<string, unknown>> } | { readonly cardId: string };

/**
 * Lets the shopper solve a challenge that tells people from programs. It is given `again` where the solution before did not
 * count, and answers nothing when the shopper takes the payment back.
 */
export type Challenge = (again: boolean) => Promise<string | undefined>;
