import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, basic, call, charge, order } from '../testing/client.ts';

describe('access', () => {
  let simulator: Simulator;
  const user = (username: string, permissions: string[], pg_codes = ['credit-card']) => ({
    username,
    password: 'secret',
    permissions,
    pg_codes,
  });
  beforeAll(async () => {
    simulator = await createSimulator({
      apiKey: 'abcdefgh.0123456789',
      users: [
        user('shop', ['Can add e-commerce payments']),
        user('requests', ['Can add payment requests']),
        user('granted', ['Can add e-commerce payments', 'Can use knet'], []),
        user('viewer', ['Can view e-commerce payments']),
        user('nobody', []),
      ],
    });
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  it.each([
    ['no header', {}, 'Authentication credentials were not provided.'],
    ['a wrong key', { authorization: 'Api-Key wrong' }, 'Invalid API key.'],
    ['a wrong password', basic('shop', 'wrong'), 'Invalid username/password.'],
    ['an unknown scheme', { authorization: 'Token abc' }, 'Authentication credentials were not provided.'],
  ])('F1.2: answers 401 to %s, and charges nothing', async (_, headers, detail) => {
    const reply = await call(simulator, 'POST', CREATE, charge(), { authorization: '', ...headers });
    expect([reply.status, reply.body]).toEqual([401, { detail }]);
    expect(simulator.ledger()).toEqual([]);
  });

  it('F1.3: a user creates only the type that the user has the permission for', async () => {
    expect((await call(simulator, 'POST', CREATE, order(), basic('shop', 'secret'))).status).toBe(201);
    expect(
      (await call(simulator, 'POST', CREATE, order({ type: 'payment_request' }), basic('requests', 'secret'))).status,
    ).toBe(201);
    const refused = await call(simulator, 'POST', CREATE, order({ type: 'payment_request' }), basic('shop', 'secret'));
    expect([refused.status, refused.body]).toEqual([
      403,
      { detail: 'You do not have permission to perform this action.' },
    ]);
    expect((await call(simulator, 'POST', CREATE, {}, basic('nobody', 'secret'))).status).toBe(403);
  });

  it('F1.3: a user needs `Can use` for every gateway code', async () => {
    expect((await call(simulator, 'POST', CREATE, order({ pg_codes: ['knet'] }), basic('shop', 'secret'))).status).toBe(
      403,
    );
    expect(
      (await call(simulator, 'POST', CREATE, order({ pg_codes: ['knet'] }), basic('granted', 'secret'))).status,
    ).toBe(201);
  });

  it('F1.3: viewing needs its own permission, or one that implies it', async () => {
    const { body } = await call(simulator, 'POST', CREATE, order());
    const path = `${CREATE}${String(body['session_id'])}/`;
    expect((await call(simulator, 'GET', path, undefined, basic('viewer', 'secret'))).status).toBe(200);
    expect((await call(simulator, 'GET', path, undefined, basic('shop', 'secret'))).status).toBe(200);
    expect((await call(simulator, 'GET', path, undefined, basic('requests', 'secret'))).status).toBe(403);
    expect((await call(simulator, 'GET', path, undefined, { authorization: '' })).status).toBe(401);
  });

  it('F11.2: names the user as initiator, and nobody with an API key', async () => {
    const byUser = await call(simulator, 'POST', CREATE, charge(), basic('shop', 'secret'));
    expect(byUser.body['initiator']).toMatchObject({ id: 1, username: 'shop' });
    expect((await call(simulator, 'POST', CREATE, charge())).body['initiator']).toEqual({});
  });
});
