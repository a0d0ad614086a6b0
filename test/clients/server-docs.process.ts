import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { paid } from '../operations/support.ts';
import { APPLE_PAY } from '../support/buy-now.ts';
import { docBlocks, docProject, typeFaults, type DocProject } from '../support/doc-blocks.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { emptyDatabaseUrl, freshDatabaseUrl } from '../support/fresh-database.ts';
import { CREATE, OPERATION } from '../support/ottu.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { serviceKeyOf } from './support.ts';

const PAGE = 'docs/server.md';
const SECRET = 'whsec_bWVyY2hhbnQtZXZlbnRzLWNhbmFyeS1rZXktMDE=';

let simulator: Simulator;
let service: ServiceProcess;
let proxy: TcpProxy;
let project: DocProject;
/** The merchant's own database, with the tables of the page. */
let shopUrl: string;
let receiverPort: number;
const children: ChildProcess[] = [];

beforeAll(async () => {
  simulator = await createSimulator();
  receiverPort = await freePort();
  service = await startServiceProcess(
    variablesFor(simulator, await freshDatabaseUrl(), {
      MERCHANT_EVENTS_URL: `http://127.0.0.1:${receiverPort}/`,
      MERCHANT_EVENTS_SECRET: SECRET,
    }),
  );
  proxy = await startTcpProxy(service.url);
  project = docProject(PAGE);
  shopUrl = await emptyDatabaseUrl();
  for (const { language, code } of docBlocks(PAGE)) if (language === 'sql') await inShop(code);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  simulator.reset();
  proxy.setFault({ kind: 'none' });
  await inShop('delete from intents');
});
afterAll(async () => {
  project.remove();
  await proxy.close();
  await service.end('SIGTERM');
  await simulator.close();
});

async function inShop(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: shopUrl });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

/** A process that runs a file of the page. */
interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** What it has printed, once it has ended. */
  readonly ended: Promise<string>;
}

function run(file: string, more: Record<string, string> = {}): Running {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: shopUrl,
    OTTU_BFF_URL: proxy.url,
    OTTU_BFF_KEY: serviceKeyOf('shop'),
    ...more,
  };
  const child = spawn(process.execPath, ['--no-warnings', file], { env, cwd: project.folder });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<string>((resolve) => void child.once('close', () => resolve(output.trim())));
  return { child, output: () => output, ended };
}

/** A program that calls one function of the page, and prints what it gives. */
function calling(file: string, call: string, more?: Record<string, string>): Running {
  const [name = ''] = call.split('(');
  const code = `import { ${name} } from './${file}';\nconsole.log(await ${call});\nprocess.exit(0);\n`;
  return run(project.write(`${randomUUID()}.mjs`, code), more);
}

const payOrder = (orderNo: string) =>
  calling('pay-order.ts', `payOrder('${orderNo}', '1.000', ${JSON.stringify(APPLE_PAY)})`);

/** Killed with -9 when this holds: what it was doing at that moment is lost. */
async function killedWhen({ child, output }: Running, holds: () => boolean): Promise<void> {
  await eventually(() => holds() || child.exitCode !== null);
  if (child.exitCode !== null) throw new Error(`it ended by itself: ${output()}`);
  child.kill('SIGKILL');
  await eventually(() => child.signalCode !== null);
}

describe('docs/server.md', () => {
  it('shows code that a strict compiler takes, of the package as it is built', () => {
    expect(project.files.length).toBeGreaterThan(5);
    expect(typeFaults(project.files)).toEqual([]);
  });

  it('runs: an order, its state, a refund, cards that the key may not see, a cycle that nobody agreed on', async () => {
    expect(await payOrder('DOC-1').ended).toBe('paid');
    expect(await calling('reading.ts', "stateOf('DOC-1')").ended).toBe('paid');
    expect(await calling('reading.ts', "cardsOf('cust-77')").ended).toBe('[]');
    const { id } = await paid({ url: service.url, simulator });
    const operator = { OTTU_BFF_KEY: serviceKeyOf('operator') };
    expect(await calling('billing.ts', `refund('${id}', '0.250', 'Broken.')`, operator).ended).toBe('succeeded');
    expect(await calling('billing.ts', "bill('AGR-9', 'cust-77', '2026-12')").ended).toBe('none');
    expect(simulator.ledger()).toMatchObject([{ order_no: 'DOC-1' }, { kind: 'charge' }, { kind: 'refund' }]);
  });

  it('receives: each payment once, whichever process takes its event, and no forged one', async () => {
    const receiver = run('receiver.ts', {
      PORT: String(receiverPort),
      MERCHANT_EVENTS_SECRET: `whsec_b3RoZXI=,${SECRET}`,
    });
    await eventually(() => receiver.output().includes('listening'));
    expect(await payOrder('DOC-2').ended).toBe('paid');
    await eventually(async () => (await inShop("select state from orders where order_no = 'DOC-2'")).length > 0);
    expect(await inShop("select state from orders where order_no = 'DOC-2'")).toEqual([{ state: 'fulfil' }]);
    const forged = await fetch(`http://127.0.0.1:${receiverPort}/`, { method: 'POST', body: '{}' });
    expect(forged.status).toBe(400);
  });
});

describe('M9: a process that is killed with -9 between request and answer, and started again', () => {
  it('has charged an order once, and finds out by its order number what became of it', async () => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hold', when: 'after' } }]);
    await killedWhen(payOrder('KILL-1'), () => simulator.ledger().length > 0);
    const again = calling('carry-on.ts', "carryOn('order-KILL-1')");
    simulator.setFaults([]);
    expect(await again.ended).toBe('final');
    expect(simulator.requests(CREATE)).toHaveLength(1);
    expect(simulator.ledger()).toMatchObject([{ order_no: 'KILL-1', amount: '1.000' }]);
    expect(JSON.stringify(await inShop('select * from intents'))).not.toContain('paymentData');
  });

  it('charges it once where the payer gives his instrument again, by the same key', async () => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hold', when: 'after' } }]);
    await killedWhen(payOrder('KILL-2'), () => simulator.ledger().length > 0);
    const again = payOrder('KILL-2');
    simulator.setFaults([]);
    expect(await again.ended).toBe('paid');
    expect(simulator.ledger()).toHaveLength(1);
    expect(await inShop('select intent from intents')).toEqual([{ intent: 'order-KILL-2' }]);
  });

  it('does not know what became of a request that never arrived, and charges its order once in the end', async () => {
    proxy.setFault({ kind: 'half_open' }, 1);
    const made = proxy.made();
    await killedWhen(payOrder('KILL-3'), () => proxy.made() > made);
    expect(await calling('carry-on.ts', "carryOn('order-KILL-3')").ended).toBe('unknown');
    expect(await payOrder('KILL-3').ended).toBe('paid');
    expect(simulator.ledger()).toMatchObject([{ order_no: 'KILL-3' }]);
  });

  it('gives a refund back once, by the bytes that were kept', async () => {
    const { id } = await paid({ url: service.url, simulator });
    const operator = { OTTU_BFF_KEY: serviceKeyOf('operator') };
    simulator.setFaults([{ match: OPERATION, fault: { kind: 'hold', when: 'after' } }]);
    const refunds = () => simulator.ledger().filter(({ kind }) => kind === 'refund');
    await killedWhen(
      calling('billing.ts', `refund('${id}', '0.250', 'Broken.')`, operator),
      () => refunds().length > 0,
    );
    const again = calling('carry-on.ts', `carryOn('refund-of-${id}')`, operator);
    simulator.setFaults([]);
    expect(await again.ended).toBe('final');
    expect(refunds()).toMatchObject([{ amount: '0.250' }]);
  });
});
