import { createHash } from 'node:crypto';

/** The keys that every test service is started with. Each `header` is the `Authorization` of one caller. */
const SECRET = 'test-secret-0123456789abcdef';

const SHOP = ['payments:charge', 'payments:read', 'transactions:read', 'transactions:write'] as const;

const KEYS = [
  { id: 'shop', name: 'shop', scopes: SHOP },
  { id: 'shop2', name: 'shop', scopes: SHOP },
  { id: 'other', name: 'other', scopes: SHOP },
  { id: 'writer', name: 'writer', scopes: ['transactions:read', 'transactions:write'] },
  { id: 'reader', name: 'reader', scopes: ['payments:read'] },
  { id: 'operator', name: 'operator', scopes: ['payments:read', 'payments:operate', 'events:operate'] },
  { id: 'cards', name: 'cards', scopes: ['cards:read', 'cards:write', 'payments:read'] },
  { id: 'privacy', name: 'privacy', scopes: ['privacy:operate'] },
  { id: 'card-reader', name: 'card-reader', scopes: ['cards:read'] },
  { id: 'links', name: 'links', scopes: ['links:write', 'payments:read'] },
  { id: 'finance', name: 'finance', scopes: ['payments:read', 'payments:operate'] },
  {
    id: 'clerk',
    name: 'clerk',
    scopes: ['payments:read', 'payments:operate'],
    refund_limit: { KWD: { per_operation: '0.600', per_day: '1.000' } },
  },
  { id: 'auditor', name: 'auditor', scopes: ['audit:read'] },
  { id: 'old', name: 'old', scopes: ['payments:charge'], expires_at: '2020-01-01T00:00:00Z' },
] as const;

export type TestCaller = (typeof KEYS)[number]['id'];

export function serviceKeysSetting(): string {
  const secret_sha256 = createHash('sha256').update(SECRET).digest('hex');
  return JSON.stringify(KEYS.map((key) => ({ ...key, secret_sha256 })));
}

export function authorization(caller: TestCaller): string {
  return `Api-Key ${caller}.${SECRET}`;
}
