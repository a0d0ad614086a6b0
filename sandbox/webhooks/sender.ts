import { setImmediate as afterAnswer, setTimeout as sleep } from 'node:timers/promises';
import type { WebhookFault, WebhookFaultRule } from '../faults/fault.ts';
import type { World } from '../world.ts';
import { changeBody } from './change-body.ts';
import { createCourier } from './courier.ts';
import { createHolds } from './holds.ts';
import { createDeliveryRecord } from './record.ts';
import type { Delivery, Notice, Webhooks } from './webhooks.ts';

const HEADERS = {
  'content-type': 'application/json',
  accept: '*/*',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
};

interface OnItsWay {
  readonly delivery: Delivery;
  readonly rules: readonly WebhookFaultRule[];
  readonly done: Promise<void>;
}

/** Sends events and applies the faults of their way. `world` is asked for late, since it has the sender itself. */
export function createSender(
  world: () => World,
  options: { readonly recordLimit: number; readonly shortestTimeoutMs: number },
): Webhooks {
  const record = createDeliveryRecord(options.recordLimit);
  const courier = createCourier(world, options.shortestTimeoutMs);
  const holds = createHolds();
  let round = new AbortController();

  const start = (notice: Notice, first?: Promise<unknown>): OnItsWay => {
    const rules = world().faults.strikeWebhook(notice);
    const faults = rules.map(({ fault }) => fault);
    const body = changeBody(world(), notice, faults);
    const delivery = record.add({
      at: new Date(world().clock.now()).toISOString(),
      event: notice.event,
      cause: notice.cause,
      url: notice.url,
      session_id: notice.sessionId,
      order_no: notice.orderNo ?? null,
      headers: HEADERS,
      body,
      raw_body: JSON.stringify(body),
      faults: faults.map(({ kind }) => kind),
    });
    return { delivery, rules, done: travel(delivery, rules, first) };
  };

  const travel = async (
    delivery: Delivery,
    rules: readonly WebhookFaultRule[],
    first: Promise<unknown> | undefined,
  ): Promise<void> => {
    if (find(rules, 'lost') !== undefined) {
      delivery.state = 'lost';
      return;
    }
    const { signal } = round;
    await first;
    const delay = find(rules, 'delayed');
    if (delay !== undefined) await sleep(delay.fault.ms, undefined, { signal, ref: false }).catch(() => undefined);
    const reordered = find(rules, 'reordered');
    if (reordered !== undefined && !signal.aborted) await holds.until(delivery.id, reordered.match.order_no);
    if (signal.aborted) {
      delivery.state = 'dropped';
      return;
    }
    const doubled = find(rules, 'doubled');
    const copies = doubled === undefined ? 1 : (doubled.fault.times ?? 2);
    const ends = await Promise.all(Array.from({ length: copies }, () => courier.carry(delivery)));
    delivery.state = ends.find((end) => end === 'delivered') ?? ends[0] ?? 'lost';
    holds.arrived(delivery.id, delivery.order_no ?? undefined);
  };

  return {
    async dispatch(notices) {
      const sent = notices.map((notice) => start(notice, afterAnswer()));
      const urgent = sent.filter(({ rules }) => find(rules, 'before_answer') !== undefined);
      await Promise.all(urgent.map(({ done }) => done));
    },
    async deliver(notices) {
      const sent = notices.map((notice) => start(notice));
      const prompt = sent.filter(
        ({ rules }) => find(rules, 'delayed') === undefined && find(rules, 'reordered') === undefined,
      );
      await Promise.all(prompt.map(({ done }) => done));
      return sent.map(({ delivery }) => delivery);
    },
    async redeliver(id) {
      const found = record.find(id);
      if (found === undefined) return undefined;
      const { id: _, tries: __, state: ___, ...same } = found;
      const at = new Date(world().clock.now()).toISOString();
      const again = record.add({ ...same, at, faults: [], redelivery_of: id });
      again.state = await courier.carry(again);
      return again;
    },
    list: (filter) => record.list(filter),
    clear: () => record.clear(),
    reset() {
      round.abort();
      round = new AbortController();
      courier.drop();
      holds.clear();
      record.clear();
    },
  };
}

type RuleOf<Kind extends WebhookFault['kind']> = WebhookFaultRule & {
  readonly fault: Extract<WebhookFault, { kind: Kind }>;
};

function find<Kind extends WebhookFault['kind']>(
  rules: readonly WebhookFaultRule[],
  kind: Kind,
): RuleOf<Kind> | undefined {
  return rules.find((rule): rule is RuleOf<Kind> => rule.fault.kind === kind);
}
