import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startContestant } from '../harness/contestants.ts';
import { paid } from '../harness/ottu-answers.ts';
import { startOurs, type Ours } from '../harness/our-service.ts';
import { processorMs } from '../harness/processor-time.ts';
import type { Requests } from '../harness/requests.ts';
import { figure, times } from '../harness/side-by-side.ts';
import type { Stage } from '../harness/stage.ts';
import { percentile, sum } from '../harness/statistics.ts';
import type { Figure, Result, Workload } from '../harness/workload.ts';
import { charge } from './durable.ts';
import { JSON_HEADERS, TRANSACTION } from './requests.ts';
import { textOf } from '../harness/text-of.ts';

const WEBHOOKS = { method: 'POST', status: 200, path: '/v1/webhooks/ottu', headers: JSON_HEADERS } as const;
const AT_ONCE = 16;
/** So many a second, in which none waits for another. */
const CALM_PER_SECOND = 20;
/** A merchant that has heard nothing for so long will hear nothing. */
const PATIENCE_MS = 60_000;

interface Round {
  /** Of a webhook, until the merchant has heard of it. */
  readonly microseconds: number;
  readonly perSecond: number;
  /** To its answer, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Of a charge of the two-commit contestant. */
  readonly theirMicroseconds: number;
  readonly theirP50: number;
  readonly theirP99: number;
  readonly theirPerSecond: number;
  /** From the first byte of a calm webhook to the event at the merchant's, in milliseconds. */
  readonly told: readonly number[];
  readonly failed: number;
}

export const webhook: Workload = {
  name: 'e',
  title: "a webhook of Ottu, to its answer and to the merchant's event",
  quick: true,
  run,
};

async function run(stage: Stage): Promise<Result> {
  const merchant = await startMerchant();
  const ours = await startOurs(
    { upstream: stage.upstream, databaseUrl: await stage.database('e_ours') },
    {
      more: {
        MERCHANT_EVENTS_URL: merchant.url,
        MERCHANT_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 'bench').toString('base64')}`,
      },
    },
  );
  const databaseUrl = await stage.database('e_two_commits');
  const theirs = await startContestant('fastify-two-commits', { upstream: stage.upstream, databaseUrl });
  const folder = mkdtempSync(join(tmpdir(), 'ottu-bff-bench-webhooks-'));
  const many = stage.quick ? 200 : 1_500;
  const rounds: Round[] = [];
  try {
    const charges = await (charge.profile?.(stage, theirs) ?? Promise.reject(new Error('(c) has requests')));
    const all = { stage, merchant, ours, file: join(folder, 'bodies.json') };
    await busyRound(all, Math.min(many, 500));
    await stage.send({ ...charges, url: theirs.url, connections: stage.connections, forMs: stage.warmUpMs });
    for (let round = 0; round < stage.rounds; round += 1) {
      const busy = await busyRound(all, many);
      const calm = await calmRound(all, CALM_PER_SECOND * (stage.quick ? 2 : 10));
      const charged = await chargesOf(theirs, charges, stage);
      rounds.push({ ...busy, ...calm, ...charged, failed: busy.failed + charged.failed });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await ours.stop();
    await theirs.stop();
    merchant.close();
  }
  return resultOf(rounds);
}

function resultOf(rounds: readonly Round[]): Result {
  const values = (pick: (round: Round) => number): number[] => rounds.map(pick);
  const of = (pick: (round: Round) => number, digits = 2): Figure => figure(values(pick), digits);
  const own = of(({ microseconds }) => microseconds, 0);
  const their = of(({ theirMicroseconds }) => theirMicroseconds, 0);
  const answered = of(({ p50 }) => p50);
  const theirAnswered = of(({ theirP50 }) => theirP50);
  return {
    name: webhook.name,
    title: webhook.title,
    notes: [
      `Webhooks are paid events of transactions that were created before, each signed and sent once. The processor's time of this service is that of the whole: the answer, the settlement, and the event to the merchant. To the event is measured at ${CALM_PER_SECOND} a second.`,
    ],
    table: {
      columns: [
        'µs of processor each',
        'a second',
        'p50 to the answer, ms',
        'p99 to the answer, ms',
        'p50 to the event, ms',
        'p99 to the event, ms',
      ],
      rows: [
        {
          name: 'ottu-bff, webhooks',
          figures: [
            own,
            of(({ perSecond }) => perSecond, 0),
            answered,
            of(({ p99 }) => p99),
            of(({ told }) => percentile(told, 0.5)),
            of(({ told }) => percentile(told, 0.99)),
          ],
        },
        {
          name: 'fastify-two-commits, charges',
          figures: [
            their,
            of(({ theirPerSecond }) => theirPerSecond, 0),
            theirAnswered,
            of(({ theirP99 }) => theirP99),
            null,
            null,
          ],
        },
      ],
    },
    bars: {
      unit: 'µs of processor each',
      of: [
        { name: 'ottu-bff, webhooks', value: own.value },
        { name: 'two commits, charges', value: their.value },
      ],
    },
    verdicts: [
      ...times('processor, settlement and event included, beside a charge with two commits', own.value, their.value, 2),
      ...times('p50 to the answer, beside a charge with two commits', answered.value, theirAnswered.value, 2),
    ],
    failed: sum(values(({ failed }) => failed)),
  };
}

interface Scene {
  readonly stage: Stage;
  readonly merchant: Merchant;
  readonly ours: Ours;
  /** For what the load sends. */
  readonly file: string;
}

async function busyRound(
  { stage, merchant, ours, file }: Scene,
  count: number,
): Promise<Pick<Round, 'microseconds' | 'perSecond' | 'p50' | 'p99' | 'failed'>> {
  const webhooks = await webhooksOf(ours, count);
  writeFileSync(file, JSON.stringify(webhooks.map(({ body }) => body)));
  const before = processorMs(ours.pid);
  const job = { ...WEBHOOKS, url: ours.url, connections: stage.connections, forMs: PATIENCE_MS, bodies: file };
  const { seconds, p50, p99, failed } = await stage.send(job);
  for (const { orderNo } of webhooks) await merchant.heard(orderNo);
  const microseconds = ((processorMs(ours.pid) - before) * 1_000) / count;
  return { microseconds, perSecond: count / seconds, p50, p99, failed };
}

async function calmRound({ merchant, ours }: Scene, count: number): Promise<Pick<Round, 'told'>> {
  const sent: { readonly orderNo: string; readonly at: number; readonly answered: Promise<void> }[] = [];
  for (const { orderNo, body } of await webhooksOf(ours, count)) {
    sent.push({ orderNo, at: performance.now(), answered: sendOne(ours.url, body) });
    await sleep(1_000 / CALM_PER_SECOND);
  }
  const told: number[] = [];
  for (const { orderNo, at, answered } of sent) {
    await answered;
    told.push((await merchant.heard(orderNo)) - at);
  }
  return { told };
}

async function sendOne(url: string, body: string): Promise<void> {
  const { method, path, headers, status } = WEBHOOKS;
  const answer = await fetch(`${url}${path}`, { method, headers, body });
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`a webhook was answered ${answer.status}: ${text}`);
}

async function chargesOf(theirs: { readonly url: string; readonly pid: number }, charges: Requests, stage: Stage) {
  const before = processorMs(theirs.pid);
  const job = { ...charges, url: theirs.url, connections: stage.connections, forMs: stage.seconds * 1_000 };
  const { count, seconds, p50, p99, failed } = await stage.send(job);
  const theirMicroseconds = ((processorMs(theirs.pid) - before) * 1_000) / count;
  return { theirMicroseconds, theirP50: p50, theirP99: p99, theirPerSecond: count / seconds, failed };
}

/** Transactions that nobody has paid yet, and the webhook by which each is. */
async function webhooksOf(ours: Ours, count: number): Promise<{ readonly orderNo: string; readonly body: string }[]> {
  const webhooks: { orderNo: string; body: string }[] = [];
  const work = async (): Promise<void> => {
    while (webhooks.length < count) {
      const orderNo = `W-${crypto.randomUUID().slice(0, 18)}`;
      const entry = { orderNo, body: '' };
      webhooks.push(entry);
      entry.body = JSON.stringify(paid(await transactionOf(ours.url, orderNo)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return webhooks;
}

async function transactionOf(url: string, orderNo: string) {
  const answer = await fetch(`${url}/v1/payment-transactions`, {
    method: 'POST',
    headers: { ...JSON_HEADERS, 'idempotency-key': orderNo },
    body: JSON.stringify({ ...TRANSACTION, order_no: orderNo }),
  });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`a transaction was answered ${answer.status}: ${text}`);
  const { session_id } = JSON.parse(text) as { session_id: string };
  const { amount, currency_code } = TRANSACTION;
  return { session_id, order_no: orderNo, amount, currency_code };
}

interface Merchant {
  readonly url: string;
  /** When it heard that this order is paid (of `performance.now()`). Waits for it. */
  heard(orderNo: string): Promise<number>;
  close(): void;
}

async function startMerchant(): Promise<Merchant> {
  const heardAt = new Map<string, number>();
  const server = createServer((request, response) => {
    const at = performance.now();
    void textOf(request).then((text) => {
      const event = JSON.parse(text) as { type: string; data: { payment: { order_no: string } } };
      if (event.type === 'payment.paid') heardAt.set(event.data.payment.order_no, at);
      return response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    heard: async (orderNo) => {
      const until = performance.now() + PATIENCE_MS;
      for (;;) {
        const at = heardAt.get(orderNo);
        if (at !== undefined) return at;
        if (performance.now() > until) throw new Error(`The merchant was not told that ${orderNo} is paid.`);
        await sleep(5);
      }
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
