import type { components, paths } from './api-types.d.ts';

type Schemas = components['schemas'];

export type Cart = Schemas['CartView'];
export type CartLine = Schemas['CartLine'];
export type Checkout = Schemas['CheckoutView'];
export type Payment = Schemas['PaymentStatusView'];
export type PayRequest = Schemas['PayCartRequest'];
export type Problem = Schemas['Problem'];
export type SavedCard = Schemas['SavedCardView'];
export type Wallet = NonNullable<Schemas['PayCartRequest']['wallet']>;

/** Routes of the service that take a method. */
export type Path<Method extends string> = {
  [P in keyof paths]: paths[P] extends { [M in Method]: object } ? P : never;
}[keyof paths];

type Operation<P extends keyof paths, Method extends string> = Method extends keyof paths[P] ? paths[P][Method] : never;

/** What a route takes as its body. */
export type Body<P extends keyof paths, Method extends string> =
  Operation<P, Method> extends { requestBody: { content: { 'application/json': infer Taken } } } ? Taken : undefined;

/** What a route answers when all went well. */
export type Answer<P extends keyof paths, Method extends string> =
  Operation<P, Method> extends { responses: infer Answers }
    ? {
        [Status in keyof Answers]: Status extends 200 | 201 | 202
          ? Answers[Status] extends { content: { 'application/json': infer Given } }
            ? Given
            : never
          : Status extends 204
            ? undefined
            : never;
      }[keyof Answers]
    : never;

/** A product as the shop's own file has it. */
export interface Product {
  readonly sku: string;
  readonly name: Readonly<Record<'en' | 'ar', string>>;
  readonly prices: Readonly<Record<string, string>>;
  readonly image?: string;
}

/** A cart and its secret, as this browser keeps them. */
export interface CartRef {
  readonly id: string;
  readonly token: string;
}

/** Who is signed in, as this tab keeps it. */
export interface Shopper {
  readonly jwt: string;
  readonly name: Readonly<Record<'en' | 'ar', string>>;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A cart that is about to be paid: what the shopper has seen of it, and the session that stands for it. */
export interface Order extends CartRef {
  readonly cart: Cart;
  readonly etag: string;
  readonly checkout: Checkout;
}
