import type { JsonObject } from '../json.ts';

/** A user of the merchant's dashboard, for Basic authentication. */
export interface BasicUser {
  readonly username: string;
  readonly password: string;
  readonly permissions: readonly string[];
  /** Gateways with `Can use <pg_code>`; `*` is all of them. */
  readonly pg_codes: readonly string[];
}

/** Who is calling: the private API key, which may do everything, or a user. */
export type Caller =
  { readonly kind: 'api_key' } | { readonly kind: 'user'; readonly id: number; readonly user: BasicUser };

export type Identified =
  { readonly ok: true; readonly caller: Caller } | { readonly ok: false; readonly detail: string };

/** Reads `Authorization` (F1.2). `detail` is the text of the 401. */
export function identify(header: string | undefined, apiKey: string, users: readonly BasicUser[]): Identified {
  if (header === undefined || header === '') {
    return { ok: false, detail: 'Authentication credentials were not provided.' };
  }
  const [, scheme = '', credentials = ''] = /^(\S+)\s+(.*)$/.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case 'api-key':
      return credentials === apiKey
        ? { ok: true, caller: { kind: 'api_key' } }
        : { ok: false, detail: 'Invalid API key.' };
    case 'basic':
      return identifyUser(credentials, users);
    default:
      return { ok: false, detail: 'Authentication credentials were not provided.' };
  }
}

function identifyUser(credentials: string, users: readonly BasicUser[]): Identified {
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 0) return { ok: false, detail: 'Invalid basic header. Credentials not correctly base64 encoded.' };
  const index = users.findIndex(
    (user) => user.username === decoded.slice(0, colon) && user.password === decoded.slice(colon + 1),
  );
  const user = users[index];
  return user === undefined
    ? { ok: false, detail: 'Invalid username/password.' }
    : { ok: true, caller: { kind: 'user', id: index + 1, user } };
}

/** `initiator` of answers and events: the user; an empty object for an API key. */
export function initiatorOf(caller: Caller): JsonObject {
  if (caller.kind === 'api_key') return {};
  const { username } = caller.user;
  return { id: caller.id, username, email: `${username}@example.com`, first_name: '', last_name: '', phone: '' };
}
