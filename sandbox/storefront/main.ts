import { join } from 'node:path';

import { startStorefront } from './server.ts';

/** Starts the demo shop with its environment; ends on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const { STOREFRONT_PORT, STOREFRONT_SERVICE_URL, STOREFRONT_PAYER_ORIGINS, STOREFRONT_CATALOG } = process.env;
  const storefront = await startStorefront({
    port: Number(STOREFRONT_PORT ?? 4100),
    host: '127.0.0.1',
    serviceUrl: STOREFRONT_SERVICE_URL ?? 'http://localhost:3000',
    payerOrigins: (STOREFRONT_PAYER_ORIGINS ?? 'http://127.0.0.1:4000').split(','),
    catalogPath: STOREFRONT_CATALOG ?? join(import.meta.dirname, '..', 'catalog.json'),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void storefront.close().then(() => process.exit(0)));
  }
  console.log(`Demo shop listens on ${storefront.url}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
