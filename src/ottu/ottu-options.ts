import type { OttuCredentials } from './transport/credentials.ts';
import type { OttuObserver } from './transport/observer.ts';
import type { AssertMayCall, OttuConnection } from './transport/ottu-transport.ts';

/** How the client reaches one merchant's Ottu instance. */
export interface OttuOptions extends Omit<OttuConnection, 'maxConcurrency'> {
  /** Requests to Ottu at once, over all groups; 256 unless given. */
  readonly maxConcurrency?: number | undefined;
  /** Milliseconds of a call that does not charge, tries and waits included; 10,000 unless given. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds of a charge; 60,000 unless given. */
  readonly chargeTimeoutMs?: number | undefined;
  /** Requests a day that Ottu takes from this user, over all processes; 90,000 unless given (F1.4). */
  readonly callsPerDay?: number | undefined;
  /** Asked before every call; throws where Ottu must not be called (M2). Never throws unless given. */
  readonly assertMayCall?: AssertMayCall | undefined;
  readonly observer?: OttuObserver | undefined;
}

const hiding = (secret: string): { reveal(): string } => ({ reveal: () => secret });

/** Credentials from plain texts, and from files that are read again when they change. */
export const ottuCredentials = {
  apiKey: (key: string): OttuCredentials => ({ kind: 'api_key', key: { from: 'value', secret: hiding(key) } }),
  apiKeyFile: (path: string): OttuCredentials => ({ kind: 'api_key', key: { from: 'file', path } }),
  basic: (username: string, password: string): OttuCredentials => ({
    kind: 'basic',
    username,
    password: { from: 'value', secret: hiding(password) },
  }),
  basicFile: (username: string, passwordPath: string): OttuCredentials => ({
    kind: 'basic',
    username,
    password: { from: 'file', path: passwordPath },
  }),
} as const;
