import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { CARTS_CHANNEL, type CartSignal } from '../../src/carts/signals.ts';
import { Database } from '../../src/database/database.ts';
import { eventually } from '../support/eventually.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import type { TestService } from '../support/service.ts';
import { abandonCart, changeCart, newCart, setItem, startCartService } from './support.ts';

let provider: IdentityProvider;
let service: TestService;
let stop: () => Promise<void>;
const heard: CartSignal[] = [];

beforeAll(async () => {
  provider = await IdentityProvider.start();
  service = await startCartService(provider.variables);
  stop = await listen((text) => heard.push(JSON.parse(text) as CartSignal));
});
afterAll(async () => {
  await stop();
  await service.close();
  await provider.close();
});

async function listen(hear: (text: string) => void): Promise<() => Promise<void>> {
  const { embedded } = service.app.get(Database, { strict: false });
  if (embedded !== undefined) return embedded.listen(CARTS_CHANNEL, hear);
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  client.on('notification', ({ payload }) => hear(payload ?? ''));
  await client.query(`listen ${CARTS_CHANNEL}`);
  return () => client.end();
}

describe('M58: every replica', () => {
  it('hears of what was committed, and of who may no longer listen', async () => {
    const cart = await newCart(service.url);
    const ofCart = () => heard.filter((signal) => signal.cart === cart.id).map(({ kind }) => kind);
    const isHeard = (count: number) => eventually(() => ofCart().length >= count);
    await setItem(service.url, cart, 'KARAK-TEA', 1);
    await isHeard(1);
    await setItem(service.url, cart, 'NOTHING', 1);
    const { body } = await changeCart(service.url, cart, {}, { authorization: await provider.bearer('cust-77') });
    await isHeard(3);
    await abandonCart(service.url, { ...cart, token: body.cart_token as string });
    await isHeard(4);
    expect(ofCart()).toEqual(['changed', 'ended', 'changed', 'changed']);
  });
});
