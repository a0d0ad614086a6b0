export type { ProblemCode, Outcome } from './problem.ts';
export { Problem, Unreachable, isProblem } from './problem.ts';
export type { ClientOptions, StorefrontClient } from './client.ts';
export { createClient } from './client.ts';
export type { Fetch } from './api.ts';
export type { ShopStorage } from './storage.ts';
export { browserStorage } from './storage.ts';
export type { Cart } from './cart.ts';
export type { Order, OrderPayOptions } from './order.ts';
export type { Cards } from './cards.ts';
export type { PayOptions, PayResult, Trouble } from './paying.ts';
export type { WatchOptions } from './watching.ts';
export { isFinal } from './following.ts';
export type { SdkHandlers, SdkHandlerOptions, Freezable } from './sdk-handlers.ts';
export { ottuSdkHandlers } from './sdk-handlers.ts';
export { sentenceFor } from './sentences.ts';
export type {
  BuyNowOptions,
  CardSetup,
  CardSetupPage,
  CartChanges,
  CartLine,
  CartOptions,
  CartView,
  Challenge,
  Checkout,
  FieldError,
  Means,
  PaymentMethod,
  PaymentStatus,
  Ready,
  SavedCard,
  Wallet,
} from './types.ts';
