import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { readSettings } from '../../src/config/read-settings.ts';

/** The least that a sandbox needs. */
export const SANDBOX = {
  OTTU_BASE_URL: 'http://localhost:4000',
  OTTU_MODE: 'sandbox',
  OTTU_API_KEY: 'key',
  OTTU_WEBHOOK_KEYS: 'own-key',
};

/** The least that live mode needs. */
export const LIVE = {
  ...SANDBOX,
  OTTU_MODE: 'live',
  OTTU_BASE_URL: 'https://shop.ottu.net',
  OTTU_WEBHOOK_KEYS: 'own-key-of-this-shop',
  PUBLIC_URL: 'https://pay.example.com',
  INTERNAL_PORT: '3001',
  TRUST_PROXY: 'false',
  DATABASE_URL: 'postgres://bff:pw@db:5432/bff?sslmode=verify-full',
};

/** What is wrong with these variables, each as `VARIABLE message`; empty where nothing is. */
export function faultsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ variable, message }) => `${variable} ${message}`);
  }
}
