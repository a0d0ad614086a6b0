import { randomUUID } from 'node:crypto';

/** The type of an event that somebody sends to try the receiver. */
const TEST_EVENT = 'test';

/** An event that tells of nothing; its type says so. */
export function testEvent(): { readonly id: string; readonly body: string } {
  const data = { message: 'This tells of no payment: somebody tries whether events arrive.' };
  return {
    id: randomUUID(),
    body: JSON.stringify({ type: TEST_EVENT, timestamp: new Date().toISOString(), data }),
  };
}
