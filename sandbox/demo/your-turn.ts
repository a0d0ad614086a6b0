import { bold, cyan, dim, say } from './paint.ts';

/** A charge of the reader's own, as one line for a terminal. */
export function curlLine(serviceUrl: string, key: string): string {
  const body = {
    items: [{ sku: 'OUD-OIL-3ML', quantity: 1 }],
    currency_code: 'KWD',
    pg_codes: ['credit-card'],
    customer: { id: 'cust-77' },
    payment_instrument: { instrument_type: 'token', payload: { token: '9990001112223334' } },
  };
  const headers = [
    `Authorization: Api-Key ${key}`,
    'Idempotency-Key: my-first-order',
    'Content-Type: application/json',
  ];
  const given = headers.map((header) => `-H '${header}'`).join(' ');
  return `curl -sS -w '\\n' ${serviceUrl}/v1/buy-now ${given} -d '${JSON.stringify(body)}'`;
}

/** Where to go from here. */
export function yourTurn(
  urls: { readonly service: string; readonly simulator: string; readonly storefront: string },
  keys: { readonly shop: string; readonly operator: string },
): void {
  const row = (name: string, value: string): void => say(`   ${name.padEnd(24)} ${cyan(value)}`);
  say();
  say(bold('Your turn'));
  row('A shop to click through', urls.storefront);
  row('Swagger UI', `${urls.service}/docs`);
  row('  authorize there with', `Api-Key ${keys.operator}`);
  row('What Ottu charged', `${urls.simulator}/__sandbox/ledger`);
  row('What Ottu was sent', `${urls.simulator}/__sandbox/requests`);
  row('Try stolen cards on it', `node sandbox/demo/card-tester.ts ${urls.service}`);
  row('Service key of the shop', `Api-Key ${keys.shop}`);
  say();
  say(
    `   Charge a saved card. Paste it twice: the second time charges nothing. Another Idempotency-Key is another charge.`,
  );
  say();
  say(curlLine(urls.service, keys.shop));
  say();
  say(dim('   All of this runs until Ctrl-C. Nothing is kept. Requests show up below.'));
}
