import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { FaultRule } from '../faults/fault.ts';
import type { LedgerEntry } from '../record/ledger.ts';
import type { RecordedRequest } from '../record/requests.ts';

const CREATE = '/b/checkout/v1/pymt-txn';

/** What the demo asks of the simulator: its books, and trouble on demand. */
export interface Ottu {
  /** What was really charged for an order. */
  charges(orderNo: string): Promise<readonly LedgerEntry[]>;
  /** Every request that tried to create, or to create and pay, a transaction; oldest first. */
  creates(): Promise<readonly RecordedRequest[]>;
  /** The next create meets this fault, the ones after it do not. */
  strikeNext(fault: FaultRule['fault']): Promise<void>;
}

export function askOttu(simulatorUrl: string): Ottu {
  const read = async (path: string): Promise<unknown> => (await fetch(`${simulatorUrl}/__sandbox/${path}`)).json();
  return {
    async charges(orderNo) {
      const ledger = (await read('ledger')) as readonly LedgerEntry[];
      return ledger.filter((entry) => entry.order_no === orderNo);
    },
    async creates() {
      return (await read(`requests?method=POST&path=${encodeURIComponent(CREATE)}`)) as readonly RecordedRequest[];
    },
    async strikeNext(fault) {
      const rules: readonly FaultRule[] = [{ match: { method: 'POST', path: CREATE, nth: 1 }, fault }];
      const headers = { 'content-type': 'application/json' };
      const { ok } = await fetch(`${simulatorUrl}/__sandbox/faults`, {
        method: 'PUT',
        headers,
        body: JSON.stringify(rules),
      });
      if (!ok) throw new Error('The simulator refused the fault rule of the demo.');
    },
  };
}

/** The exact bytes of the payload inside a request that reached Ottu. */
export function payloadOf(request: RecordedRequest): Buffer | undefined {
  const text = Buffer.from(request.raw_body_base64, 'base64').toString('utf8');
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, ['payment_instrument', 'payload']);
  return node && Buffer.from(text.slice(node.offset, node.offset + node.length), 'utf8');
}

/** The members of a request that reached Ottu, in their order. */
export function membersOf(request: RecordedRequest): readonly (readonly [string, unknown])[] {
  return Object.entries(JSON.parse(request.raw_body) as Record<string, unknown>);
}
