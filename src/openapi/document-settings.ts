import { readSettings } from '../config/read-settings.ts';
import type { Settings } from '../config/settings.ts';

/** Enough to build the application for its document. It listens to nothing and calls no other service. */
export function documentSettings(): Settings {
  return readSettings({
    NODE_ENV: 'development',
    LOG_LEVEL: 'silent',
    OTTU_BASE_URL: 'http://127.0.0.1:9',
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: 'unused',
    OTTU_WEBHOOK_KEYS: 'unused',
    DATABASE_URL: 'pglite:memory',
  });
}
