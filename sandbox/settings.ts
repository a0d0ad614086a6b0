import { EVERY_PERMISSION } from './access/permissions.ts';
import type { BasicUser } from './access/accounts.ts';
import { isObject } from './json.ts';
import { DEFAULT_SWITCHES, readSwitches } from './switches.ts';
import type { Switches } from './switches.ts';

/** How a simulator is started. Everything has a default, so that it runs with nothing set. */
export interface SimulatorOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly apiKey?: string;
  readonly hmacKey?: string;
  readonly users?: readonly BasicUser[];
  /** How browsers reach it, when that differs from where it listens. */
  readonly publicUrl?: string;
  /** Newest requests and newest webhooks that the records keep. */
  readonly recordLimit?: number;
  /** Simulated seconds per real second. */
  readonly clockSpeed?: number;
  /** The dashboard's webhook URL for transactions that name none. */
  readonly webhookUrl?: string;
  /** The dashboard's URL for operation events, called beside the transaction's. */
  readonly operationsWebhookUrl?: string;
  /** Real milliseconds below which a webhook never times out, however fast the clock runs. */
  readonly shortestWebhookTimeoutMs?: number;
  /** What it starts with and returns to; `SANDBOX_SWITCHES` where it is left out, so that any test can run on either form. */
  readonly switches?: Switches;
}

/** Worth nothing anywhere but here. */
export const DEFAULT_API_KEY = 'sandbox0.simulator-only-key-worth-nothing';
export const DEFAULT_HMAC_KEY = 'sim-hmac-key-0001';
export const DEFAULT_USERS: readonly BasicUser[] = [
  { username: 'sandbox-user', password: 'sandbox-password', permissions: EVERY_PERMISSION, pg_codes: ['*'] },
];

/** Options from the environment; throws a sentence that names the variable at fault. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): SimulatorOptions {
  const given = (name: string): string | undefined => env[name] || undefined;
  const port = given('SANDBOX_PORT') ?? '4000';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`SANDBOX_PORT must be a port number, not ${port}.`);
  }
  const users = given('SANDBOX_BASIC_USERS');
  const publicUrl = given('SANDBOX_PUBLIC_URL');
  const webhookUrl = given('SANDBOX_WEBHOOK_URL');
  const operationsWebhookUrl = given('SANDBOX_OPERATIONS_WEBHOOK_URL');
  return {
    port: Number(port),
    host: given('SANDBOX_HOST') ?? '127.0.0.1',
    apiKey: given('SANDBOX_API_KEY') ?? given('OTTU_API_KEY') ?? DEFAULT_API_KEY,
    hmacKey: given('SANDBOX_HMAC_KEY') ?? (given('OTTU_WEBHOOK_KEYS')?.split(',')[0]?.trim() || DEFAULT_HMAC_KEY),
    users: users === undefined ? DEFAULT_USERS : readUsers(users),
    clockSpeed: readSpeed(given('SANDBOX_CLOCK_SPEED'), given('TIME_SCALE')),
    ...(webhookUrl !== undefined && { webhookUrl }),
    ...(operationsWebhookUrl !== undefined && { operationsWebhookUrl }),
    ...(publicUrl !== undefined && { publicUrl: publicUrl.replace(/\/$/, '') }),
  };
}

/** A service whose waits are divided by TIME_SCALE needs an Ottu whose clock runs that much faster. */
function readSpeed(own: string | undefined, scale: string | undefined): number {
  const speed = Number(own ?? scale ?? 1);
  if (Number.isFinite(speed) && speed > 0) return speed;
  throw new Error(`${own === undefined ? 'TIME_SCALE' : 'SANDBOX_CLOCK_SPEED'} must be a number above 0.`);
}

function readUsers(text: string): readonly BasicUser[] {
  const fault = new Error(
    'SANDBOX_BASIC_USERS must be a JSON array of {username, password, permissions: [...], pg_codes: [...]}.',
  );
  let users: unknown;
  try {
    users = JSON.parse(text);
  } catch {
    throw fault;
  }
  const isUser = (user: unknown): boolean =>
    isObject(user) &&
    typeof user['username'] === 'string' &&
    typeof user['password'] === 'string' &&
    Array.isArray(user['permissions']) &&
    Array.isArray(user['pg_codes']);
  if (!Array.isArray(users) || !users.every(isUser)) throw fault;
  return users as BasicUser[];
}

/** The switches that the environment asks for. */
export function switchesFrom(env: Readonly<Record<string, string | undefined>>): Switches {
  const given = env['SANDBOX_SWITCHES'] || undefined;
  return given === undefined ? DEFAULT_SWITCHES : readSwitches(given);
}
