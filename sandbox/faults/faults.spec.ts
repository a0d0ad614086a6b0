import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sign } from '../payments/signature.ts';
import { createSimulator } from '../simulator.ts';
import type { Fault, Simulator } from '../simulator.ts';
import { CREATE, call, charge } from '../testing/client.ts';

describe('faults', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  const fault = (...faults: Fault[]) =>
    simulator.setFaults(faults.map((each) => ({ match: { path: 'pymt-txn' }, fault: each })));
  const pay = () => call(simulator, 'POST', CREATE, charge());
  const charges = () => simulator.ledger().length;

  it.each<[Fault['kind'], number]>([
    ['answer_lost', 1],
    ['reset_before', 0],
    ['reset_during_answer', 1],
    ['truncated', 1],
  ])('%s breaks the connection after %i charges', async (kind, count) => {
    fault({ kind } as Fault);
    await expect(pay()).rejects.toThrow(/fetch failed|terminated/);
    expect(charges()).toBe(count);
    expect(simulator.requests()).toEqual([expect.objectContaining({ faults: [kind], answer_status: null })]);
  });

  it('truncated sends the head and half of the body', async () => {
    fault({ kind: 'truncated' });
    const response = await fetch(simulator.url + CREATE, {
      method: 'POST',
      headers: { authorization: `Api-Key ${simulator.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(charge()),
    });
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow(/fetch failed|terminated/);
  });

  it.each<[Fault, number]>([
    [{ kind: 'status', status: 503 }, 0],
    [{ kind: 'status', status: 502, when: 'after' }, 1],
    [{ kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 0],
    [{ kind: 'status', status: 401 }, 0],
    [{ kind: 'status', status: 403, content_type: 'text/html' }, 0],
  ])('%j answers that, after %i charges', async (rule, count) => {
    fault(rule);
    const reply = await pay();
    expect(reply.status).toBe((rule as { status: number }).status);
    expect(charges()).toBe(count);
    if (reply.status === 429) {
      expect([reply.headers.get('retry-after'), reply.body]).toEqual(['7', { detail: 'Status 429 by a fault rule.' }]);
    }
    if (rule.kind === 'status' && rule.content_type !== undefined) {
      expect([reply.headers.get('content-type'), reply.text]).toEqual(['text/html', expect.stringContaining('<html>')]);
    }
  });

  it('status sends a body as it is given', async () => {
    fault({ kind: 'status', status: 500, body: { detail: 'x' } });
    expect((await pay()).body).toEqual({ detail: 'x' });
    fault({ kind: 'status', status: 500, body: 'plain', content_type: 'text/plain' });
    expect((await pay()).text).toBe('plain');
  });

  it.each<[Fault['kind'], string, RegExp]>([
    ['malformed', 'application/json', /^\{"result":"success".*"[0-9a-f]{64}"$/],
    ['empty', 'application/json', /^$/],
    ['html', 'text/html', /^<!DOCTYPE html>/],
    ['wrong_content_type', 'text/plain', /^\{"result":"success".*\}$/],
  ])('%s spoils the answer of a charge that was made', async (kind, type, text) => {
    fault({ kind } as Fault);
    const reply = await pay();
    expect([reply.status, reply.headers.get('content-type')]).toEqual([201, type]);
    expect(reply.text).toMatch(text);
    expect(charges()).toBe(1);
  });

  it('tamper changes and removes members after signing, resign before', async () => {
    fault({ kind: 'tamper', set: { session_id: null, is_sandbox: false, amount: '1.000' } });
    const tampered = (await pay()).body;
    expect(tampered).toMatchObject({ is_sandbox: false, amount: '1.000' });
    expect(tampered).not.toHaveProperty('session_id');
    expect(tampered['signature']).not.toBe(sign(tampered, simulator.hmacKey));
    fault({ kind: 'resign', set: { amount: '1.000', order_no: null } });
    const signedAnew = (await pay()).body;
    expect(signedAnew).not.toHaveProperty('order_no');
    expect(signedAnew['signature']).toBe(sign(signedAnew, simulator.hmacKey));
    expect(simulator.ledger().map((entry) => entry.amount)).toEqual(['12.500', '12.500']);
  });

  it('drop_signature takes the signature out', async () => {
    fault({ kind: 'drop_signature' });
    expect((await pay()).body).not.toHaveProperty('signature');
  });

  it('echo_payload repeats payload and Authorization in a field error', async () => {
    fault({ kind: 'echo_payload' });
    const reply = await pay();
    expect(reply.status).toBe(400);
    expect(reply.text).toContain('ZGF0YQ==');
    expect(reply.text).toContain(simulator.apiKey);
    expect(charges()).toBe(0);
  });

  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('delay waits before or after the charge', async () => {
    const own = await createSimulator();
    const delayed = (when: 'before' | 'after') => {
      own.setFaults([{ match: {}, fault: { kind: 'delay', ms: 60_000, when } }]);
      return call(own, 'POST', CREATE, charge()).catch(() => undefined);
    };
    const late = delayed('after');
    while (own.ledger().length === 0) await turn();
    const early = delayed('before');
    while (own.requests().length < 2) await turn();
    expect(own.ledger()).toHaveLength(1);
    await own.close();
    await Promise.all([late, early]);
  });

  it('hold answers when the rules are replaced, by default after the work', async () => {
    const own = await createSimulator();
    own.setFaults([{ match: { nth: 1 }, fault: { kind: 'hold' } }]);
    const held = call(own, 'POST', CREATE, charge());
    while (own.ledger().length === 0) await turn();
    await call(own, 'POST', CREATE, charge());
    expect(own.requests().map(({ answer_status: status }) => status)).toEqual([null, 201]);
    own.clearFaults();
    expect((await held).status).toBe(201);
    own.setFaults([{ match: {}, fault: { kind: 'hold', when: 'before' } }]);
    const early = call(own, 'POST', CREATE, charge());
    while (own.requests().length < 3) await turn();
    expect(own.ledger()).toHaveLength(2);
    own.setFaults([]);
    expect((await early).status).toBe(201);
    await own.close();
  });

  it('hang never answers, and does not keep the simulator from closing', async () => {
    const own = await createSimulator();
    own.setFaults([{ match: {}, fault: { kind: 'hang' } }]);
    const hanging = call(own, 'POST', CREATE, charge()).then(
      () => 'answered',
      () => 'broken off',
    );
    while (own.requests().length === 0) await turn();
    expect(own.ledger()).toEqual([]);
    await own.close();
    expect(await hanging).toBe('broken off');
  });

  it('strikes the nth matching request only, counted since the rules were set, by method and path', async () => {
    const rule = {
      match: { path: 'pymt-txn', method: 'POST', nth: 2 },
      fault: { kind: 'status', status: 503 },
    } as const;
    simulator.setFaults([rule]);
    const statuses = async () => [
      (await pay()).status,
      (await call(simulator, 'GET', `${CREATE}x/`)).status,
      (await pay()).status,
      (await pay()).status,
    ];
    expect(await statuses()).toEqual([201, 404, 503, 201]);
    simulator.setFaults([rule]);
    expect(await statuses()).toEqual([201, 404, 503, 201]);
    simulator.clearFaults();
    expect(await statuses()).toEqual([201, 404, 201, 201]);
  });

  it('applies all rules that match one request', async () => {
    fault(
      { kind: 'outcome', outcome: 'declined' },
      { kind: 'tamper', set: { state: 'failed' } },
      { kind: 'drop_signature' },
    );
    const { body } = await pay();
    expect(body).toMatchObject({ result: 'failed', state: 'failed' });
    expect(body).not.toHaveProperty('signature');
  });
});
