import { once } from 'node:events';
import { Agent, createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { residentMemory } from '../resident-memory.ts';
import { paid, type Transaction } from '../harness/ottu-answers.ts';
import { AUTHORIZATION, startOurs } from '../harness/our-service.ts';
import type { Stage } from '../harness/stage.ts';
import type { Result, Workload } from '../harness/workload.ts';
import { held } from './memory-result.ts';
import { INSTRUMENT } from './requests.ts';

export const inFlight: Workload = {
  name: 'f',
  title: 'charges in flight at once in one process',
  quick: true,
  run: async (stage: Stage): Promise<Result> => {
    const figures = await measure(await stage.database('f'), { atMost: stage.quick ? 500 : 9_000 });
    return held(inFlight, { ...figures, count: figures.charges, limitKb: 40, each: 'a charge in flight' });
  },
};

/** So many charges are on their way to Ottu, or on their way back, at one moment: what waits is what is measured. */
const ABREAST = 32;
const WARM_UP = 500;
const REST_MS = 3_000;
/** The most that `OTTU_CHARGE_TIMEOUT_MS` takes: a charge that waited for longer is answered that its outcome is unknown. */
const DEADLINE_MS = 300_000;
/** Of the deadline, for bringing all of them in and out again at the pace of the warm-up: the first waits for all others. */
const PART_FOR_ALL = 0.6;

interface InFlight {
  readonly charges: number;
  /** Answers that were no 201, and charges without one. */
  readonly failed: number;
  readonly firstFailure: string;
  /** Megabytes: after the warm-up, with all of them in flight, and when all were answered. */
  readonly before: number;
  readonly held: number;
  readonly after: number;
  /** Kilobytes (of 1,024 bytes) of resident memory for each charge in flight. */
  readonly kilobytes: number;
}

interface InFlightOptions {
  /** Fewer on a machine that is too slow to bring so many in before the first one's deadline. */
  readonly atMost: number;
  readonly answerMs?: number;
}

/**
 * (f) So many charges in flight at once in one process: Ottu answers none of them before all have reached it, and then takes
 * `answerMs`. Each takes two sockets there and two here: `ulimit -n`.
 */
async function measure(databaseUrl: string, { atMost, answerMs = 5_000 }: InFlightOptions): Promise<InFlight> {
  const ottu = await startSlowOttu();
  const ours = await startOurs(
    { upstream: ottu.url, databaseUrl },
    {
      more: {
        // Half of it is for charges.
        OTTU_MAX_CONCURRENCY: String(2 * atMost),
        OTTU_CHARGE_TIMEOUT_MS: String(DEADLINE_MS),
        CONNECTIONS_MAX: String(atMost + 5_100),
      },
    },
  );
  try {
    const warmUp = Math.min(WARM_UP, atMost);
    const began = performance.now();
    await wave(ours.url, ottu, warmUp, 0);
    const eachMs = (performance.now() - began) / warmUp;
    const charges = Math.min(atMost, Math.floor((PART_FOR_ALL * DEADLINE_MS) / eachMs));
    await sleep(REST_MS);
    const before = residentMemory(ours.pid);
    let inFlightMb = 0;
    const faults = await wave(ours.url, ottu, charges, answerMs, () => (inFlightMb = residentMemory(ours.pid)));
    await sleep(REST_MS);
    return {
      charges,
      failed: faults.length,
      firstFailure: faults[0] ?? '',
      before,
      held: inFlightMb,
      after: residentMemory(ours.pid),
      kilobytes: ((inFlightMb - before) * 1e6) / 1_024 / charges,
    };
  } finally {
    await ours.stop();
    ottu.close();
  }
}

/** @returns what was wrong with those that failed. */
async function wave(
  url: string,
  ottu: SlowOttu,
  charges: number,
  answerMs: number,
  whenHeld: () => unknown = () => undefined,
): Promise<string[]> {
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  const faults: string[] = [];
  const count = { begun: 0, answered: 0 };
  const onTheirWay = () => count.begun - count.answered - ottu.held;
  const one = async (): Promise<void> => {
    const fault = await charge(url, agent);
    count.answered += 1;
    if (fault !== undefined) faults.push(fault);
  };
  const all: Promise<void>[] = [];
  while (count.begun < charges) {
    await until(() => onTheirWay() < ABREAST);
    count.begun += 1;
    all.push(one());
  }
  await until(() => onTheirWay() <= 0);
  await sleep(answerMs);
  whenHeld();
  const before = count.answered;
  for (let released = 0; ottu.held > 0; released += 1) {
    const answered = released - ABREAST;
    await until(() => count.answered - before > answered);
    ottu.release();
  }
  await Promise.all(all);
  agent.destroy();
  return faults;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(1);
}

let numbers = Date.now() * 1_000;

function charge(url: string, agent: Agent): Promise<string | undefined> {
  numbers += 1;
  const body = JSON.stringify({
    amount: '12.500',
    currency_code: 'KWD',
    pg_codes: ['credit-card'],
    order_no: `FLIGHT-${numbers}`,
    payment_instrument: INSTRUMENT,
  });
  return new Promise((resolve) => {
    const sent = request(
      `${url}/v1/buy-now`,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: AUTHORIZATION,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': `flight-${numbers}`,
        },
      },
      (reply) => {
        let text = '';
        reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
        reply.on('end', () => resolve(reply.statusCode === 201 ? undefined : `${reply.statusCode} ${text}`));
        reply.on('error', (error) => resolve(String(error)));
      },
    );
    sent.on('error', (error) => resolve(String(error)));
    sent.end(body);
  });
}

interface SlowOttu {
  readonly url: string;
  /** Charges that wait for their answer. */
  readonly held: number;
  /** Answers the one that waits for longest. */
  release(): void;
  close(): void;
}

/** Keeps charges waiting until it is told to answer. */
async function startSlowOttu(): Promise<SlowOttu> {
  const waiting = new Set<() => void>();
  const server = createServer({ keepAliveTimeout: 600_000 }, (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (incoming.method !== 'POST' || incoming.url !== '/b/checkout/v1/pymt-txn/') return answer(response, 404, {});
      const { order_no, amount, currency_code } = JSON.parse(Buffer.concat(chunks).toString()) as Transaction;
      const session_id = Buffer.from(order_no).toString('hex');
      const release = (): void => answer(response, 201, paid({ session_id, order_no, amount, currency_code }));
      waiting.add(release);
      // Whoever has hung up waits no longer: an answer to him would be followed by none to a caller.
      response.once('close', () => waiting.delete(release));
    });
  });
  server.listen(0, '127.0.0.1', 4_096);
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get held() {
      return waiting.size;
    },
    release: () => {
      const [longest] = waiting;
      if (longest === undefined) return;
      waiting.delete(longest);
      longest();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
