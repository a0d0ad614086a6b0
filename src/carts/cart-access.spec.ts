import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';

import { startHttpTestApp, type HttpTestApp } from '../../test/support/http-test-app.ts';
import { newCartToken } from '../access/cart-token.ts';
import { Storefront } from '../access/decorators.ts';
import { CartAccess, type CartCredentials } from './cart-access.ts';

@Controller('v1')
class Routes {
  @Get('carts/:id')
  @Storefront()
  read(@CartAccess() access: CartCredentials): unknown {
    return { id: access.cartId, token: access.tokenSha256 ?? null };
  }
}

let app: HttpTestApp;
beforeAll(async () => {
  app = await startHttpTestApp([Routes]);
});
afterAll(() => app.close());

describe('the access to a cart', () => {
  it('has the token as its SHA-256 and never as it is', async () => {
    const { token, sha256 } = newCartToken();
    const answer = await fetch(`${app.url}/v1/carts/1`, { headers: { 'Cart-Token': token } });
    expect(await answer.json()).toEqual({ id: '1', token: sha256 });
    expect(await (await fetch(`${app.url}/v1/carts/1`)).json()).toEqual({ id: '1', token: null });
  });

  it('has the id in lower case, so that one cart has one name', async () => {
    const answer = await fetch(`${app.url}/v1/carts/0B8D6A3E-4F1C-4D6E-9A51-2F6F0C1D7E90`);
    expect(await answer.json()).toMatchObject({ id: '0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90' });
  });
});
