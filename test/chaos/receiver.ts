import { createServer } from 'node:http';

import { Webhook } from 'standardwebhooks';

import type { Random } from './random.ts';

/** One merchant event as the merchant's order system first saw it. */
export interface SeenEvent {
  readonly id: string;
  readonly type: string;
  readonly paymentId: string;
  readonly orderNo: string;
  readonly sequence: number;
  readonly state: string;
  readonly amount: string;
  /** Of a cart's payment: the version that it is for, what that one costs, and its lines (M50). */
  readonly purchase: {
    readonly version: number | undefined;
    readonly total: string | undefined;
    readonly lines: readonly Line[];
  };
  /** M51: what the cart was given since the version that was paid; nothing where it is not said. */
  readonly addedSince: readonly Line[];
  /** Of a refund, capture or void. */
  readonly operationAmount: string | undefined;
  /** M27 */
  readonly decidedBy: string | undefined;
}

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export interface Receiver {
  readonly url: string;
  /** In order of first arrival; an event that comes again with the same id is not listed again. */
  readonly events: readonly SeenEvent[];
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** The merchant's side: verifies every event with the public library, and fails now and then itself. */
export async function startReceiver(secret: string, random: Random): Promise<Receiver> {
  const webhook = new Webhook(secret);
  const events: SeenEvent[] = [];
  const seen = new Set<string>();
  const faults: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      try {
        webhook.verify(text, request.headers as Record<string, string>);
      } catch {
        faults.push('an event could not be verified');
        response.writeHead(400).end();
        return;
      }
      const trouble = random.next();
      if (trouble < 0.05) {
        response.writeHead(500).end();
        return;
      }
      const id = String(request.headers['webhook-id']);
      if (!seen.has(id)) {
        seen.add(id);
        events.push(eventOf(id, text));
      }
      // Taken, and the answer lost: the same event comes again.
      if (trouble < 0.08) request.socket.destroy();
      else response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/events`,
    events,
    faults,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function eventOf(id: string, text: string): SeenEvent {
  const event = JSON.parse(text) as {
    type: string;
    data: {
      sequence: number;
      payment: { id: string; order_no: string; state: string; amount: string; added_since?: Line[] };
      purchase: { cart?: { version: number }; quote?: { total: string }; items?: Line[] };
      decided_by?: string;
      operation?: { amount: string | null };
    };
  };
  const { payment, purchase, sequence, decided_by: decidedBy } = event.data;
  return {
    id,
    type: event.type,
    paymentId: payment.id,
    orderNo: payment.order_no,
    sequence,
    state: payment.state,
    amount: payment.amount,
    purchase: { version: purchase.cart?.version, total: purchase.quote?.total, lines: purchase.items ?? [] },
    addedSince: payment.added_since ?? [],
    operationAmount: event.data.operation?.amount ?? undefined,
    decidedBy,
  };
}
