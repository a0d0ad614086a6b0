import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';

import { Webhook } from 'standardwebhooks';

import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';

export const SECRET = 'whsec_bWVyY2hhbnQtZXZlbnRzLWNhbmFyeS1rZXktMDE=';

/** An event as the merchant reads it. */
export interface ReceivedEvent {
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly sequence: number;
    readonly previous_state: string;
    readonly payment: Record<string, unknown> & {
      readonly id: string;
      readonly order_no: string;
      readonly state: string;
    };
    readonly links: { readonly self: string; readonly timeline: string };
    readonly purchase: Record<string, unknown>;
    /** Of `payment.duplicate` only. */
    readonly duplicate?: Record<string, unknown>;
  };
}

export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly body: string;
  readonly event: ReceivedEvent;
}

/** What the receiver does with a delivery; 204 unless it does something else. */
export type Reaction = (delivery: Delivery, response: ServerResponse) => void | Promise<void>;

/** The merchant's order system: real HTTP, and every delivery verified with the public library before it counts. */
export class Receiver {
  readonly deliveries: Delivery[] = [];
  reaction: Reaction | undefined;
  #server: Server | undefined;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}/events`;
  }

  /** Opens, on the same port as before when it was open once. */
  async open(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        void this.#receive({ headers: request.headers, method: request.method, path: request.url }, body, response);
      });
    });
    // No connection is ended while it may be used again: that would be a try in vain.
    server.keepAliveTimeout = 0;
    // Nobody takes it while the receiver is closed.
    if (this.#port === 0) this.#port = await freePort();
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  }

  reset(): void {
    this.deliveries.length = 0;
    this.reaction = undefined;
  }

  /** Those of one payment, in the order of arrival. */
  of(paymentId: string): Delivery[] {
    return this.deliveries.filter(({ event }) => event.data.payment.id === paymentId);
  }

  /** Waits until so many deliveries have come about this payment; more of them would be shown, too. */
  async waitFor(paymentId: string, count: number): Promise<Delivery[]> {
    await eventually(() => this.of(paymentId).length >= count);
    return this.of(paymentId);
  }

  /** The same about any payment. */
  async waitForAny(count: number): Promise<Delivery[]> {
    await eventually(() => this.deliveries.length >= count);
    return this.deliveries;
  }

  async #receive(
    { headers, method, path }: Pick<Delivery, 'headers' | 'method' | 'path'>,
    body: string,
    response: ServerResponse,
  ): Promise<void> {
    try {
      const event = new Webhook(SECRET).verify(body, headers as Record<string, string>) as ReceivedEvent;
      const delivery = { headers, method, path, body, event };
      this.deliveries.push(delivery);
      if (this.reaction === undefined) response.writeHead(204).end();
      else await this.reaction(delivery, response);
    } catch {
      response.writeHead(400).end();
    }
  }
}

export function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end();
}
