import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { createSimulator, type Simulator } from '../sandbox/simulator.ts';
import { freePort } from '../test/support/free-port.ts';
import { buildService, spawnService } from '../test/support/service-process.ts';
import { watchMemory } from './resident-memory.ts';

/**
 * Uploads through the built service to the simulator, all on loopback, with the resident memory of the service's process.
 *
 *   node bench/attachments.ts [--count 1000] [--concurrency 20]
 *
 * Ends with status 1 when an upload failed or came out changed, or when memory rose by 300 MB or more over idle.
 */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '1000' }, concurrency: { type: 'string', default: '20' } },
});
const COUNT = Math.min(Math.max(Number(values.count), 1), 100_000);
const CONCURRENCY = Math.min(Math.max(Number(values.concurrency), 1), 500);
const FILE_BYTES = 2.5 * 1024 * 1024;
const MOST_ABOVE_IDLE_MB = 300;

const SECRET = 'bench-secret-0123456789abcdef';
const BOUNDARY = 'bench-boundary-7f3a';
const file = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(FILE_BYTES - 9, 'the quick brown fox ')]);
const form = Buffer.concat([
  Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="invoice.pdf"\r\nContent-Type: application/pdf\r\n\r\n`,
  ),
  file,
  Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
]);

interface Service {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

async function startService(simulator: Simulator): Promise<Service> {
  const port = await freePort();
  const key = {
    id: 'bench',
    name: 'bench',
    scopes: ['transactions:write'],
    secret_sha256: createHash('sha256').update(SECRET).digest('hex'),
  };
  const child = spawnService({
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: String(port),
    OTTU_BASE_URL: simulator.url,
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: simulator.apiKey,
    OTTU_WEBHOOK_KEYS: simulator.hmacKey,
    DATABASE_URL: 'pglite:memory',
    SERVICE_KEYS: JSON.stringify([key]),
  });
  child.stdout?.pipe(process.stderr);
  child.stderr?.pipe(process.stderr);
  const url = `http://127.0.0.1:${port}`;
  while ((await fetch(`${url}/health/ready`).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(`the service ended with status ${child.exitCode}`);
    await sleep(100);
  }
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Milliseconds that it took; throws on any answer but 200. */
async function upload(url: string, agent: Agent): Promise<number> {
  const began = performance.now();
  const sent = request(`${url}/v1/attachments`, {
    method: 'POST',
    agent,
    headers: {
      authorization: `Api-Key bench.${SECRET}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': form.length,
    },
  });
  const answered = new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
  sent.end(form);
  const answer = await answered;
  const body = await text(answer);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${body.slice(0, 300)}`);
  return performance.now() - began;
}

async function uploadAll(url: string): Promise<{ durations: number[]; failures: string[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const durations: number[] = [];
  const failures: string[] = [];
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < COUNT) {
      begun += 1;
      await upload(url, agent).then(
        (duration) => durations.push(duration),
        (error: unknown) => failures.push(String(error)),
      );
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  agent.destroy();
  return { durations: durations.toSorted((a, b) => a - b), failures };
}

/** How many files reached the simulator byte for byte. */
function unchanged(simulator: Simulator): number {
  const digest = createHash('sha256').update(file).digest('hex');
  const sent = simulator
    .requests({ path: 'upload-attachment' })
    .flatMap((each) => [...(each.multipart?.files ?? [])] as { sha256?: string }[]);
  return sent.filter(({ sha256 }) => sha256 === digest).length;
}

buildService();
const simulator = await createSimulator();
const service = await startService(simulator);
await sleep(3_000);
const memory = watchMemory(service.pid);
const began = performance.now();
const { durations, failures } = await uploadAll(service.url);
const seconds = (performance.now() - began) / 1000;
await sleep(5_000);
const { idle, peak, last, samples } = memory.stop();
await service.stop();
const whole = unchanged(simulator);
await simulator.close();

const at = (share: number): string =>
  `${(durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0).toFixed(0)} ms`;
console.log(`
uploads              ${COUNT} of 2.5 MB, ${CONCURRENCY} at once; ${failures.length} failed, ${whole} reached Ottu byte for byte
time                 ${seconds.toFixed(1)} s: ${(COUNT / seconds).toFixed(0)} uploads/s, ${((COUNT * FILE_BYTES) / seconds / 1e6).toFixed(0)} MB/s
latency              50 % ${at(0.5)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}
resident memory      idle ${idle.toFixed(0)} MB, peak ${peak.toFixed(0)} MB, 5 s after ${last.toFixed(0)} MB (${samples} samples)
above idle           ${(peak - idle).toFixed(0)} MB; at most ${MOST_ABOVE_IDLE_MB} MB allowed`);
for (const failure of failures.slice(0, 5)) console.log(`failed: ${failure}`);
process.exitCode = failures.length === 0 && whole === COUNT && peak - idle < MOST_ABOVE_IDLE_MB ? 0 : 1;
