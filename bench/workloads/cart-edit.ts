import { sideBySide, times } from '../harness/side-by-side.ts';
import { JSON_HEADERS } from './requests.ts';

export const cartEdit = sideBySide({
  name: 'd',
  title: 'cart edit, one connection',
  notes: ['Beside the smallest thing that an edit could be: one row, written with two commits.'],
  contestants: ['ottu-bff', 'fastify-two-commits'],
  prepare: async ({ name, url }) => {
    const { id, headers } = name === 'ottu-bff' ? await newCart(url) : { id: 'bench', headers: {} };
    return {
      connections: 1,
      method: 'PUT',
      status: 200,
      path: `/v1/carts/${id}/items/KARAK-TEA`,
      headers: { ...JSON_HEADERS, ...headers },
      // Changes with each edit, so that each has something to write; a number without quotes.
      body: '{"quantity":{q}}',
    };
  },
  targets: (of) =>
    times(
      'processor, beside Fastify with two commits',
      of['ottu-bff']?.microseconds,
      of['fastify-two-commits']?.microseconds,
      2.5,
    ),
});

async function newCart(url: string): Promise<{ readonly id: string; readonly headers: Record<string, string> }> {
  const answer = await fetch(`${url}/v1/carts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ currency_code: 'KWD', items: [{ sku: 'KARAK-TEA', quantity: 1 }] }),
  });
  if (answer.status !== 201) throw new Error(`a cart was answered ${answer.status}: ${await answer.text()}`);
  const { cart, cart_token: token } = (await answer.json()) as { cart: { id: string }; cart_token: string };
  return { id: cart.id, headers: { 'cart-token': token } };
}
