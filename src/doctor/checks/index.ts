import type { Check } from '../check.ts';
import { CATALOG } from './catalog.ts';
import { DATABASE_CLOCK, OTTU_CLOCK } from './clock.ts';
import { CONFIGURATION, SERVICE_KEYS, TRUST_PROXY, WEBHOOK_KEYS } from './configuration.ts';
import { DATABASE, DURABLE_COMMITS, MIGRATIONS, NOTIFICATIONS, RIGHTS } from './database.ts';
import { MERCHANT_EVENTS } from './merchant-events.ts';
import { CREDENTIALS, GATEWAYS } from './ottu.ts';
import { SHOPPER_KEYS } from './shopper-keys.ts';
import { WEBHOOK_URL } from './webhook-url.ts';

export { CONFIGURATION };

/** Every check, in the order of the table. */
export const CHECKS: readonly Check[] = [
  CONFIGURATION,
  TRUST_PROXY,
  SERVICE_KEYS,
  WEBHOOK_KEYS,
  DATABASE,
  MIGRATIONS,
  RIGHTS,
  DURABLE_COMMITS,
  NOTIFICATIONS,
  DATABASE_CLOCK,
  OTTU_CLOCK,
  CREDENTIALS,
  GATEWAYS,
  WEBHOOK_URL,
  MERCHANT_EVENTS,
  CATALOG,
  SHOPPER_KEYS,
];
