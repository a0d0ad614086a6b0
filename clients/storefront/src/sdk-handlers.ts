import { isProblem } from './problem.ts';
import type { CartView, Ready } from './types.ts';

/** What the handlers need of a cart or an order. */
export interface Freezable {
  freeze(): Promise<CartView>;
  unfreeze(): Promise<CartView>;
  checkout(): Promise<Ready>;
}

export interface SdkHandlerOptions {
  /** Looks at the page's own form, and answers `false` where the SDK must not go on; nothing has begun there. */
  readonly validate?: () => boolean | Promise<boolean>;
  /** Asks what became of the payment: `cart.watch`. A callback of the SDK is never the proof of it. */
  readonly follow: () => void | Promise<void>;
  /**
   * The shopper may pay again: with `ready` the SDK has to be set up anew, without it goes on as it is. `event` is the SDK's own;
   * where its `payment_gateway_info.pg_name` is `kpay`, KNET wants its answer shown by `Checkout.showPopup`.
   */
  readonly again: (ready: Ready | undefined, event: unknown) => void | Promise<void>;
}

export interface SdkHandlers {
  readonly beforePayment: (data?: unknown) => Promise<void>;
  readonly validatePayment: (data?: unknown) => Promise<true>;
  readonly successCallback: (event?: unknown) => Promise<void>;
  readonly errorCallback: (event?: unknown) => Promise<void>;
  readonly cancelCallback: (event?: unknown) => Promise<void>;
}

/**
 * The hooks of Ottu's Checkout SDK, version 3, for a cart that was checked out. They are tried here with a stand-in, since the
 * SDK is loaded from Ottu's own server and works on Ottu's domain only.
 *
 * - `validatePayment` rejects where the page's form is not complete: the SDK goes on with whatever resolves, `false` included.
 * - `beforePayment` holds the cart still. Where that fails it rejects, and the SDK does not go on.
 * - `successCallback` only has the status asked. A payer who is sent elsewhere never comes to it: see `client.returned`.
 * - `errorCallback` lets the cart go and checks out anew, because the session is used up; `cancelCallback` lets it go, and the
 *   same session goes on. Where somebody may still be paying it, both have the status asked.
 */
export function ottuSdkHandlers(cart: Freezable, { validate, follow, again }: SdkHandlerOptions): SdkHandlers {
  const letGo = async (event: unknown, anew: boolean): Promise<void> => {
    let ready: Ready | undefined;
    try {
      await cart.unfreeze();
      if (anew) ready = await cart.checkout();
    } catch (error) {
      if (!isProblem(error, 'payer_is_paying', 'cart_frozen', 'cart_closed')) throw error;
      return follow();
    }
    await again(ready, event);
  };
  return {
    beforePayment: async () => void (await cart.freeze()),
    validatePayment: async () => {
      if ((await validate?.()) === false) throw new Error('The form of the page is not complete.');
      return true;
    },
    successCallback: async () => follow(),
    errorCallback: (event) => letGo(event, true),
    cancelCallback: (event) => letGo(event, false),
  };
}
