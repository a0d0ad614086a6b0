import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { createSimulator, type Fault, type Simulator } from '../../sandbox/simulator.ts';
import { APPLE_PAY, buyNow, buyNowBody } from '../support/buy-now.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { CREATE } from '../support/ottu.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { authorization } from '../support/service-keys.ts';
import { variablesFor } from '../support/service.ts';

const API_KEY = 'canaryk1.canaryPRIVATEkey0123456789abcdef';
const HMAC_KEY = 'canary-hmac-key-0123456789';
const PAYLOAD_CANARY = 'Y2FuYXJ5LWluLXRoZS13YWxsZXQtcGF5bG9hZA==';
const TOKEN_CANARY = '9876500001112223';
const SERVICE_SECRET = authorization('shop').split('.')[1] ?? '';
const CANARIES = [API_KEY, API_KEY.split('.')[1] ?? '', HMAC_KEY, PAYLOAD_CANARY, TOKEN_CANARY, SERVICE_SECRET];

const FAULTS: readonly Fault[] = [
  { kind: 'answer_lost' },
  { kind: 'reset_before' },
  { kind: 'reset_during_answer' },
  { kind: 'truncated' },
  { kind: 'hang' },
  { kind: 'malformed' },
  { kind: 'empty' },
  { kind: 'html' },
  { kind: 'wrong_content_type' },
  { kind: 'drop_signature' },
  { kind: 'echo_payload' },
  { kind: 'tamper', set: { amount: '9.999' } },
  { kind: 'resign', set: { message: `refused for ${TOKEN_CANARY}`, pg_params: { echo: PAYLOAD_CANARY } } },
  { kind: 'status', status: 401, body: { detail: `Bad key ${TOKEN_CANARY}` } },
  { kind: 'status', status: 400, body: { detail: `cannot pay with ${PAYLOAD_CANARY}`, result: 'failed' } },
  { kind: 'status', status: 500, body: `<pre>${PAYLOAD_CANARY}</pre>`, content_type: 'text/html' },
  { kind: 'status', status: 429, body: { detail: 'slow' } },
];

let simulator: Simulator;
let service: ServiceProcess;

beforeAll(async () => {
  simulator = await createSimulator({ apiKey: API_KEY, hmacKey: HMAC_KEY });
  service = await startServiceProcess(
    variablesFor(simulator, await freshDatabaseUrl(), { LOG_LEVEL: 'trace', OTTU_CHARGE_TIMEOUT_MS: '1000' }),
  );
});
afterAll(async () => {
  await service.end('SIGTERM');
  await simulator.close();
});

const applePay = { ...APPLE_PAY, payload: { paymentData: { data: PAYLOAD_CANARY }, note: TOKEN_CANARY } };
// Both canaries are in both payloads, since the faults quote both: what was never sent cannot be known as a secret.
const token = { instrument_type: 'token', payload: { token: TOKEN_CANARY, note: PAYLOAD_CANARY } };

describe('promise 1: no secret, payload or token', () => {
  it('shows in any output or answer, at log level trace, whatever fails', async () => {
    const seen: string[] = [];
    const charge = async (instrument: unknown): Promise<void> => {
      const answer = await buyNow(service.url, {
        body: buyNowBody({ payment_instrument: instrument, customer: { id: 'cust-77' } }),
      });
      seen.push(answer.text, JSON.stringify(answer.headers));
      const id = answer.body.payment?.id;
      if (id === undefined) return;
      for (const path of [`/v1/payments/${id}`, `/v1/payments/${id}/timeline`]) {
        seen.push((await request(service.url).get(path).set('authorization', authorization('reader'))).text);
      }
    };
    for (const instrument of [applePay, token]) {
      await charge(instrument);
      for (const fault of FAULTS) {
        simulator.setFaults([{ match: CREATE, fault }]);
        await charge(instrument);
      }
      simulator.clearFaults();
    }
    // Bad requests, one of them broken JSON around the payload.
    const bodies = [
      `{"payment_instrument":{"payload":{"token":"${TOKEN_CANARY}"}`,
      JSON.stringify({ [TOKEN_CANARY]: PAYLOAD_CANARY }),
    ];
    for (const body of bodies) await buyNow(service.url, { body });
    await buyNow(service.url, {
      headers: { authorization: `Api-Key shop.${SERVICE_SECRET}x`, origin: 'https://shop.example' },
    });
    await request(service.url)
      .get(`/v1/payments/${TOKEN_CANARY}?token=${TOKEN_CANARY}`)
      .set('authorization', authorization('shop'));
    seen.push((await request(service.url).get('/metrics')).text);

    const output = service.output();
    expect(output.split('\n').length).toBeGreaterThan(FAULTS.length);
    for (const canary of CANARIES) {
      expect(output.includes(canary)).toBe(false);
      expect(seen.filter((text) => text.includes(canary))).toEqual([]);
    }
  }, 120_000);
});
