/** The browser of the tests and of the picture of the shop, unless the variable names another one. */
export const CHROMIUM = process.env['CHROMIUM'] || '/usr/bin/chromium';

/** The browser asks the network for nothing but the pages that it is sent to. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
];
