/** One request of the shop's server for `POST /v1/buy-now`. */
export interface Order {
  readonly idempotencyKey: string;
  readonly sku: string;
  readonly quantity: number;
  /** JSON text of the wallet's payload, sent as it is. */
  readonly payload: string;
}

export interface Payment {
  readonly id: string;
  readonly order_no: string;
  readonly state: string;
  readonly outcome: string;
  readonly amount: string;
  readonly currency_code: string;
  readonly message: string | null;
}

/** What the service answered: a payment, or a problem document with a code. */
export interface Reply {
  readonly status: number;
  readonly replayed: boolean;
  readonly payment: Payment | undefined;
  readonly code: string | undefined;
}

/** The shop's server: it holds a service key and calls the service as any HTTP client would. */
export interface Shop {
  buy(order: Order, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** Names of what happened to a payment, oldest first. */
  timeline(paymentId: string): Promise<readonly string[]>;
}

export function openShop(serviceUrl: string, key: string): Shop {
  const authorization = `Api-Key ${key}`;
  return {
    async buy(order, headers = {}) {
      const response = await fetch(`${serviceUrl}/v1/buy-now`, {
        method: 'POST',
        headers: {
          authorization,
          'idempotency-key': order.idempotencyKey,
          'content-type': 'application/json',
          ...headers,
        },
        body: bodyOf(order),
      });
      const body = (await response.json()) as { readonly payment?: Payment; readonly code?: string };
      return {
        status: response.status,
        replayed: response.headers.get('idempotent-replayed') === 'true',
        payment: body.payment,
        code: body.code,
      };
    },
    async timeline(paymentId) {
      const response = await fetch(`${serviceUrl}/v1/payments/${paymentId}/timeline`, { headers: { authorization } });
      const { entries } = (await response.json()) as { readonly entries: readonly { readonly event: string }[] };
      return entries.map(({ event }) => event);
    },
  };
}

/** Written by hand and not by JSON.stringify: the payload's text goes in as the phone gave it. */
function bodyOf({ sku, quantity, payload }: Order): string {
  const items = JSON.stringify([{ sku, quantity }]);
  const instrument = `{"instrument_type":"apple_pay","payload":${payload}}`;
  return `{"items":${items},"currency_code":"KWD","pg_codes":["credit-card"],"payment_instrument":${instrument}}`;
}
