import { describe, expect, it } from '@jest/globals';

import { likelyPermission, refusalNote } from './likely-permission.ts';

describe('F1.3: the permission that a user of Ottu is likely missing', () => {
  const asked = { type: 'e_commerce', pgCodes: ['knet', 'credit-card'] };

  it('is that of the type and that of each gateway, to create', () => {
    expect(likelyPermission('create_transaction', asked)).toBe(
      '"Can add e-commerce payments", or "Can use knet", or "Can use credit-card"',
    );
    expect(likelyPermission('create_transaction', { type: 'payment_request' })).toBe('"Can add payment requests"');
  });

  it('is either of both types where the request does not tell', () => {
    expect(likelyPermission('retrieve_transaction', {})).toBe(
      '"Can view payment requests" or "Can view e-commerce payments"',
    );
    expect(likelyPermission('upload_attachment', asked)).toBe(
      '"Can add payment requests" or "Can add e-commerce payments"',
    );
  });

  it('is that of changing, and of a PUT also that of every stored gateway', () => {
    expect(likelyPermission('update_transaction', { type: 'e_commerce' })).toBe('"Can change e-commerce payments"');
    expect(likelyPermission('replace_transaction', asked)).toMatch(
      /^"Can change e-commerce payments", .*every gateway/,
    );
  });

  it('is that of the gateways, to list them', () => {
    expect(likelyPermission('query_payment_methods', {})).toContain('"Can use"');
  });

  it('names nothing that has not the form of a gateway code, and not more than ten', () => {
    const odd = {
      type: { a: 1 },
      pgCodes: ['knet\nfake line', 7, 'x'.repeat(51), ...Array.from({ length: 20 }, (_, n) => `g${n}`)],
    };
    const permission = likelyPermission('create_transaction', odd);
    expect(permission).not.toContain('fake');
    expect(permission.match(/Can use/g)).toHaveLength(10);
  });
});

describe("the note in the operator's log", () => {
  it('names no permission for an API key, which has all of them', () => {
    expect(refusalNote(403, 'api_key', 'create_transaction', {})).not.toContain('Can');
    expect(refusalNote(403, 'basic', 'create_transaction', { type: 'e_commerce' })).toContain(
      '"Can add e-commerce payments"',
    );
  });

  it('F1.3: says that no permission helps a user who asks for saved cards', () => {
    expect(refusalNote(403, 'basic', 'list_cards', {})).toContain('API key only');
    expect(refusalNote(403, 'basic', 'delete_card', {})).not.toContain('permission');
  });

  it('tells an unknown credential from a missing permission', () => {
    expect(refusalNote(401, 'api_key', 'create_transaction', {})).toContain('does not know the API key');
    expect(refusalNote(401, 'basic', 'create_transaction', {})).toContain('user name');
  });
});
