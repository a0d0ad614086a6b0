import { setTimeout as sleep } from 'node:timers/promises';

import { createAgenda } from './agenda.ts';
import { createMediaStore } from './attachments/media.ts';
import { createAgreementStore } from './cards/agreements.ts';
import { createCardStore, plantedCard } from './cards/cards.ts';
import type { Card } from './cards/cards.ts';
import { createClock } from './clock.ts';
import { operateAsStaff } from './control/operate-session.ts';
import type { StaffOperation } from './control/operate-session.ts';
import { createFaultBook } from './faults/book.ts';
import type { AnyFaultRule } from './faults/fault.ts';
import { createServer } from './http/server.ts';
import { createInquiryLimit } from './inquiry/limit.ts';
import type { JsonObject } from './json.ts';
import { decideQueued } from './operations/external.ts';
import { createForgotten } from './record/forgotten.ts';
import { createLedger } from './record/ledger.ts';
import type { LedgerEntry } from './record/ledger.ts';
import { createMessageRecord } from './record/messages.ts';
import type { Message, MessageFilter } from './record/messages.ts';
import { createRequestRecord } from './record/requests.ts';
import type { RecordedRequest } from './record/requests.ts';
import { resetWorld } from './reset.ts';
import { DEFAULT_API_KEY, DEFAULT_HMAC_KEY, DEFAULT_USERS, switchesFrom } from './settings.ts';
import type { SimulatorOptions } from './settings.ts';
import { changeSwitches } from './switches.ts';
import type { Switches } from './switches.ts';
import { createShortLinks } from './transactions/short-links.ts';
import { createTransactionStore } from './transactions/store.ts';
import { createSender } from './webhooks/sender.ts';
import type { Delivery, DeliveryFilter } from './webhooks/webhooks.ts';
import type { World } from './world.ts';

export type { AnyFaultRule, Fault } from './faults/fault.ts';
export type { StaffOperation } from './control/operate-session.ts';
export type { OperationOutcome } from './operations/outcomes.ts';
export type { LedgerEntry } from './record/ledger.ts';
export type { Message } from './record/messages.ts';
export type { RecordedRequest } from './record/requests.ts';
export type { SimulatorOptions } from './settings.ts';
export type { Switches } from './switches.ts';
export type { Outcome } from './payments/outcomes.ts';
export type { Delivery } from './webhooks/webhooks.ts';

/** A running simulator: real HTTP at `url`, and the control routes as typed calls. */
export interface Simulator {
  /** `http://127.0.0.1:4000`, without a trailing slash. */
  readonly url: string;
  readonly apiKey: string;
  readonly hmacKey: string;
  requests(filter?: { readonly path?: string; readonly method?: string }): readonly RecordedRequest[];
  clearRequests(): void;
  /** Every movement of money, or those of one order; oldest first. */
  ledger(orderNo?: string): readonly LedgerEntry[];
  /** What Ottu sent to payers by e-mail, SMS and WhatsApp; oldest first. */
  messages(filter?: MessageFilter): readonly Message[];
  /** Webhooks that were sent, are on their way or were lost; oldest first. */
  webhooks(filter?: DeliveryFilter): readonly Delivery[];
  clearWebhooks(): void;
  /** Sends the same bytes again, without faults; undefined when there is no such delivery. */
  redeliverWebhook(id: number): Promise<Delivery | undefined>;
  setFaults(rules: readonly AnyFaultRule[]): void;
  clearFaults(): void;
  /** Keeps a card as if its customer had saved it once. What is not given is as the first card has it. */
  saveCard(card: Partial<Card> & Pick<Card, 'token' | 'customer_id'>): void;
  /**
   * Does it in the dashboard, or at the gateway: without the API and without a `Tracking-Key`. Resolves with Ottu's own
   * view of it; rejects with the sentence of the refusal.
   */
  operate(sessionId: string, wanted: StaffOperation): Promise<JsonObject>;
  /** Decides a queued refund by its child's session; false when none waits under that name. */
  decideRefund(childSessionId: string, verdict: 'refunded' | 'rejected'): boolean;
  /** Choices where Ottu is silent; the others stay. */
  setSwitches(changes: Partial<Switches>): void;
  setClock(change: { readonly speed?: number; readonly advance_ms?: number }): void;
  /** Resolves when nothing is due by the simulator's clock, and no webhook is on its way but those that a fault holds back. */
  settled(): Promise<void>;
  /** As if just started. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts a simulator. Rejects with Node's own error when the port is taken. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const closing = new AbortController();
  const world = createWorld(options, closing.signal);
  const host = options.host ?? '127.0.0.1';
  const app = await createServer(world, [host, ...hostOf(options.publicUrl)]);
  await app.listen({ port: options.port ?? 0, host });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
  world.baseUrl = options.publicUrl ?? url;
  return {
    url,
    ...controls(world),
    close: () =>
      close(
        closing,
        () => endTasks(world),
        () => app.close(),
      ),
  };
}

function hostOf(url: string | undefined): string[] {
  const host = URL.parse(url ?? '')?.hostname;
  return host === undefined ? [] : [host];
}

function endTasks(world: World): void {
  world.webhooks.reset();
  world.agenda.clear();
}

async function close(closing: AbortController, end: () => void, closeServer: () => Promise<void>): Promise<void> {
  closing.abort();
  end();
  await closeServer();
}

function createWorld(options: SimulatorOptions, closing: AbortSignal): World {
  let references = 0;
  const clock = createClock(options.clockSpeed);
  const recordLimit = options.recordLimit ?? 20_000;
  const switches = options.switches ?? switchesFrom(process.env);
  const world: World = {
    apiKey: options.apiKey ?? DEFAULT_API_KEY,
    hmacKey: options.hmacKey ?? DEFAULT_HMAC_KEY,
    users: options.users ?? DEFAULT_USERS,
    baseUrl: '',
    switches,
    startSwitches: switches,
    clock,
    agenda: createAgenda(clock),
    transactions: createTransactionStore(),
    cards: createCardStore(),
    agreements: createAgreementStore(),
    media: createMediaStore(),
    shortLinks: createShortLinks(() => world.baseUrl),
    ledger: createLedger(),
    messages: createMessageRecord(recordLimit),
    requests: createRequestRecord(recordLimit),
    forgotten: createForgotten(recordLimit),
    faults: createFaultBook(),
    webhooks: createSender(() => world, {
      recordLimit,
      shortestTimeoutMs: options.shortestWebhookTimeoutMs ?? 1000,
    }),
    inquiries: createInquiryLimit(),
    tracked: new Map(),
    queued: new Map(),
    receivers: { payments: options.webhookUrl, operations: options.operationsWebhookUrl },
    newReference: () =>
      `sandbox${Date.now().toString(36).slice(-5).toUpperCase()}${String(++references).padStart(5, '0')}`,
    closing,
  };
  return world;
}

const HELD_BACK = new Set(['delayed', 'reordered']);

async function settled({ agenda, webhooks }: World): Promise<void> {
  const isOnItsWay = ({ state, faults }: Delivery): boolean =>
    state === 'waiting' && !faults.some((fault) => HELD_BACK.has(fault));
  while (agenda.hasDue() || webhooks.list().some(isOnItsWay)) await sleep(1);
}

function controls(world: World): Omit<Simulator, 'url' | 'close'> {
  return {
    apiKey: world.apiKey,
    hmacKey: world.hmacKey,
    requests: (filter) => world.requests.list(filter),
    clearRequests: () => world.requests.clear(),
    ledger: (orderNo) => world.ledger.entries(orderNo),
    messages: (filter) => world.messages.list(filter),
    webhooks: (filter) => world.webhooks.list(filter),
    clearWebhooks: () => world.webhooks.clear(),
    redeliverWebhook: (id) => world.webhooks.redeliver(id),
    setFaults: (rules) => world.faults.set(rules),
    clearFaults: () => world.faults.clear(),
    saveCard: (card) => world.cards.save(plantedCard(card)),
    async operate(sessionId, wanted) {
      const result = await operateAsStaff(world, sessionId, wanted);
      if (!result.ok) throw new Error(result.error);
      return result.done;
    },
    decideRefund: (childId, verdict) =>
      decideQueued(world, childId, verdict === 'refunded' ? 'refunded' : 'refund_rejected'),
    setSwitches(changes) {
      const changed = changeSwitches(world.switches, changes);
      if (typeof changed === 'string') throw new Error(changed);
      world.switches = changed;
    },
    setClock({ speed, advance_ms: advance }) {
      if (speed !== undefined) world.clock.setSpeed(speed);
      if (advance !== undefined) world.clock.advance(advance);
    },
    settled: () => settled(world),
    reset: () => resetWorld(world),
  };
}
