import type { Simulator } from '../../../sandbox/simulator.ts';
import { APPLE } from '../../support/ottu.ts';

/** What a wallet's sheet gives, each time another one: it carries the key, which tells Ottu's calls apart. */
export function walletPayload(key: string, outcome: string): object {
  return {
    paymentData: {
      version: 'EC_v1',
      data: `sim-${outcome}`,
      signature: 's',
      header: { publicKeyHash: 'h', transactionId: 't' },
    },
    paymentMethod: { displayName: 'Visa', network: 'Visa', type: 'debit' },
    transactionIdentifier: key,
  };
}

/** How often Ottu got the call of one key of a cart's payment, also where the answer was lost. */
export function sentToOttu(simulator: Simulator, key: string): number {
  const mark = `"transactionIdentifier":"${key}"`;
  return simulator.requests(APPLE).filter(({ raw_body }) => raw_body.includes(mark)).length;
}

/** The same for all keys at once. */
export function callsByKey(simulator: Simulator): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { raw_body: body } of simulator.requests(APPLE)) {
    const key = /"transactionIdentifier":"([^"]+)"/.exec(body)?.[1] ?? '';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
