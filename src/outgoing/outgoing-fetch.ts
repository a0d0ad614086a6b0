import { fetch as undiciFetch } from 'undici';

import { OutgoingAgent, type ProxySettings } from './outgoing-agent.ts';

export type Fetch = typeof globalThis.fetch;

/** Few calls go this way, and each has a deadline of its own. */
const OPTIONS = { connections: 8, connectTimeoutMs: 5_000, keepAliveMs: 4_000 } as const;

/** `fetch`, through the proxy where one is set. */
export function outgoingFetch(proxy: ProxySettings | undefined): Fetch {
  if (proxy === undefined) return globalThis.fetch;
  const { dispatcher } = new OutgoingAgent({ ...OPTIONS, proxy });
  // Node's own types and undici's name the same things; the classes of both are accepted by either.
  return ((input: string | URL, init?: object) => undiciFetch(input, { ...init, dispatcher })) as unknown as Fetch;
}
