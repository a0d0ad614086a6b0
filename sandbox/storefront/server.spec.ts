import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { freePort } from '../../test/support/free-port.ts';
import { startStorefront } from './server.ts';

const catalogPath = join(import.meta.dirname, '..', 'catalog.json');
const OPTIONS = { host: '127.0.0.1', serviceUrl: 'http://localhost:1', payerOrigins: [], catalogPath };
/** The moment in which a request could be lost is short. */
const STARTS = 12;

const ask = (port: number): Promise<number | 'refused' | 'never'> =>
  fetch(`http://127.0.0.1:${port}/catalog.json`, { signal: AbortSignal.timeout(3_000) }).then(
    ({ status }) => status,
    ({ name }: Error) => (name === 'TimeoutError' ? 'never' : 'refused'),
  );

/** What those who ask all the time hear while it starts, the refusals before it listens apart. */
async function heardWhileStarting(): Promise<unknown[]> {
  const port = await freePort();
  await ask(port);
  const starting = startStorefront({ ...OPTIONS, port });
  const started = new AbortController();
  const keepAsking = async (): Promise<unknown[]> => {
    const answers = [];
    do answers.push(await ask(port));
    while (!started.signal.aborted);
    return answers;
  };
  const asking = Promise.all([1, 2, 3, 4].map(keepAsking));
  const storefront = await starting;
  started.abort();
  const answers = await asking;
  await storefront.close();
  return answers.flat().filter((answer) => answer !== 'refused');
}

describe('the demo shop', () => {
  it('answers whoever connects as soon as it listens, while it still makes the keys of its identity provider', async () => {
    const heard: unknown[] = [];
    for (let start = 0; start < STARTS; start += 1) heard.push(...(await heardWhileStarting()));
    expect(new Set(heard)).toEqual(new Set([200]));
  });
});
