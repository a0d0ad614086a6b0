import { Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { APPLE_PAY } from '../../sandbox/testing/client.ts';
import { OttuClient, OttuModule, ottuCredentials, Problem, TransportFault } from '../../src/ottu/index.ts';

let simulator: Simulator;
let ottu: OttuClient;

beforeAll(async () => {
  simulator = await createSimulator();
  ottu = OttuClient.connect({ baseUrl: `${simulator.url}/`, credentials: ottuCredentials.apiKey(simulator.apiKey) });
});
afterAll(async () => {
  await ottu.close();
  await simulator.close();
});
beforeEach(() => simulator.reset());

const ORDER = { type: 'e_commerce', amount: '12.500', currency_code: 'KWD', pg_codes: ['credit-card'] };

async function problemOf(call: Promise<unknown>): Promise<Problem> {
  const problem = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(problem instanceof Problem)) throw new Error('the call should have ended in a problem', { cause: problem });
  return problem;
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  for (const letter of text) yield Buffer.from(letter);
}

const PDF = '%PDF-1.4\n%%EOF\n';
const pdf = () => ({ fileName: 'invoice.pdf', contentType: 'application/pdf', content: pieces(PDF), size: PDF.length });

describe('the client on its own', () => {
  it('creates, retrieves, changes and replaces a transaction', async () => {
    const created = await ottu.createTransaction(ORDER);
    expect(created).toMatchObject({ state: 'created', amount: '12.500' });
    const id = String(created['session_id']);
    expect(await ottu.retrieveTransaction(id)).toMatchObject({ session_id: id });
    expect(await ottu.updateTransaction(id, { amount: '10.000' })).toMatchObject({ amount: '10.000' });
    expect(await ottu.replaceTransaction(id, { ...ORDER, amount: '11.000' })).toMatchObject({ amount: '11.000' });
  });

  it('charges in one step and leaves the answer to be read by whoever asked', async () => {
    const reply = await ottu.charge({ ...ORDER, order_no: 'ORD-1', payment_instrument: APPLE_PAY });
    expect(reply.status).toBe(201);
    expect(JSON.parse(reply.body.toString())).toMatchObject({ result: 'success', state: 'paid' });
    expect(simulator.ledger()).toHaveLength(1);
  });

  it('sends JSON text as it is', async () => {
    const text = '{"type":"e_commerce", "amount":"1", "currency_code":"KWD",\n "pg_codes":["credit-card"]}';
    await ottu.createTransaction(text);
    expect(simulator.requests().at(-1)?.raw_body).toBe(text);
  });

  it('asks for payment methods with all filters', async () => {
    const query = { plugin: 'e_commerce', currencies: ['KWD'], payment_services: ['apple_pay'] };
    expect(await ottu.queryPaymentMethods(query)).toMatchObject({ payment_methods: expect.any(Array) });
    expect(JSON.parse(simulator.requests().at(-1)?.raw_body ?? '')).toEqual(query);
  });

  it('uploads a file piece by piece', async () => {
    expect(await ottu.uploadAttachment(pdf())).toMatchObject({ original_filename: 'invoice.pdf' });
    const [request] = simulator.requests();
    expect(request?.multipart?.files).toEqual([expect.objectContaining({ field: 'file', bytes: PDF.length })]);
  });

  it('uploads a file whose size it does not know', async () => {
    const { size: _size, ...unknown } = pdf();
    expect(await ottu.uploadAttachment(unknown)).toMatchObject({ original_filename: 'invoice.pdf' });
  });

  it('creates a transaction with a file attached', async () => {
    const fields = Object.entries(ORDER).flatMap(([name, value]) =>
      [value].flat().map((text): [string, string] => [name, text]),
    );
    expect(await ottu.createTransactionWithAttachment(fields, pdf())).toMatchObject({
      attachment: expect.stringContaining('invoice'),
    });
  });

  it('throws what Ottu refused as a problem with pointers', async () => {
    const problem = await problemOf(ottu.createTransaction({ ...ORDER, amount: 'much' }));
    expect(problem).toMatchObject({ code: 'ottu_rejected', status: 400 });
    expect(problem.options.errors?.map(({ pointer }) => pointer)).toEqual(['/amount']);
  });

  it('throws what the network did as a problem, with its fault as the cause', async () => {
    const nowhere = OttuClient.connect({
      baseUrl: 'http://127.0.0.1:1',
      credentials: ottuCredentials.apiKey('key-of-a-test'),
    });
    const problem = await problemOf(nowhere.retrieveTransaction('abc'));
    expect(problem).toMatchObject({ code: 'ottu_unreachable', status: 503 });
    expect(problem.cause).toBeInstanceOf(TransportFault);
    await expect(nowhere.charge(ORDER)).rejects.toMatchObject({ name: 'TransportFault', sent: false });
    await nowhere.close();
  });

  it('does not follow a session id out of its path', async () => {
    await problemOf(ottu.retrieveTransaction('../../pbl/v2/payment-methods'));
    expect(simulator.requests().at(-1)?.path).toContain('/b/checkout/v1/pymt-txn/');
  });
});

describe('the client as a Nest module', () => {
  it('is made from options that other modules give, and closed with the application', async () => {
    @Module({ providers: [{ provide: 'KEY', useFactory: () => simulator.apiKey }], exports: ['KEY'] })
    class KeyModule {}

    @Injectable()
    class Shop {
      constructor(@Inject(OttuClient) readonly client: OttuClient) {}
    }

    const refused = new Set<string>();
    @Module({
      imports: [
        OttuModule.forRootAsync({
          imports: [KeyModule],
          inject: ['KEY'],
          useFactory: (key: string) => ({
            baseUrl: simulator.url,
            credentials: ottuCredentials.apiKey(key),
            assertMayCall: () => {
              if (refused.has('now')) throw new Error('M2: not now');
            },
          }),
        }),
      ],
      providers: [Shop],
    })
    class ShopModule {}

    const app = await NestFactory.createApplicationContext(ShopModule, { logger: false, abortOnError: false });
    const { client } = app.get(Shop);
    expect(await client.createTransaction(ORDER)).toMatchObject({ state: 'created' });
    refused.add('now');
    await expect(client.createTransaction(ORDER)).rejects.toThrow('M2: not now');
    refused.clear();
    await app.close();
    expect(await problemOf(client.createTransaction(ORDER))).toMatchObject({ code: 'shutting_down' });
  });
});
