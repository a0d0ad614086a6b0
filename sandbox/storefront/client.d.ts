/** What the shop's web server serves as `/client.js`: `clients/storefront`, in one file. */
export * from '../../clients/storefront/src/index.ts';
