/** What a service key can be allowed to do. */
export const SCOPES = [
  'payments:charge',
  'transactions:write',
  'transactions:read',
  'cards:read',
  'cards:write',
  'payments:read',
  'payments:operate',
  'events:operate',
] as const;

export type Scope = (typeof SCOPES)[number];
