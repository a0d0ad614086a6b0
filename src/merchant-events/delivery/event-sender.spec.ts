import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';

import { Secret } from '../../config/secret.ts';
import { EventSender } from './event-sender.ts';

const NEW_KEY = `whsec_${Buffer.from('the new key of the merchant.').toString('base64')}`;
const OLD_KEY = Buffer.from('the old key of the merchant!').toString('base64');
const EVENT = { id: '0b7c1d1e-52d5-4b4e-8a37-6f1f3b0f9a11', body: '{"type":"payment.paid","note":"تمر"}' };

let react: (response: ServerResponse) => void = (response) => response.writeHead(204).end();
let seen: { headers: Record<string, string>; body: string }[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      seen.push({ headers: request.headers as Record<string, string>, body });
      react(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const senderFor = (secrets: readonly string[], deadlineMs?: number, to = url): EventSender =>
  new EventSender({ url: to, secrets: secrets.map((secret) => new Secret(secret)) }, { deadlineMs });

describe('M90: one try to deliver', () => {
  it('M90: carries headers that the public library verifies, by each key while keys are rotated', async () => {
    seen = [];
    const sender = senderFor([NEW_KEY, OLD_KEY]);
    expect(await sender.send(EVENT)).toEqual({ kind: 'delivered', status: 204 });
    const [{ headers, body } = { headers: {}, body: '' }] = seen;
    expect(body).toBe(EVENT.body);
    expect(headers['webhook-id']).toBe(EVENT.id);
    for (const key of [NEW_KEY, OLD_KEY]) {
      expect(new Webhook(key).verify(body, headers)).toEqual(JSON.parse(EVENT.body));
    }
    const foreign = Buffer.from('somebody else and their key.').toString('base64');
    expect(() => new Webhook(foreign).verify(body, headers)).toThrow();
    expect(() => new Webhook(NEW_KEY).verify(`${body} `, headers)).toThrow();
    await sender.close();
  });

  it.each<[number, string]>([
    [200, 'delivered'],
    [299, 'delivered'],
    [300, 'failed'],
    [302, 'failed'],
    [400, 'failed'],
    [409, 'failed'],
    [410, 'gone'],
    [429, 'failed'],
    [500, 'failed'],
  ])('M90: %i is %s', async (status, kind) => {
    seen = [];
    react = (response) => response.writeHead(status, { location: url }).end('whatever');
    const sender = senderFor([NEW_KEY]);
    expect(await sender.send(EVENT)).toEqual({ kind, status });
    expect(seen).toHaveLength(1);
    await sender.close();
  });

  it('M90: an answer that does not come by the deadline is a failure', async () => {
    react = () => undefined;
    const sender = senderFor([NEW_KEY], 150);
    expect(await sender.send(EVENT)).toEqual({ kind: 'failed', fault: 'TIMEOUT' });
    await sender.close();
  });

  it('M90: the status decides: a body that never ends neither delays nor undoes a delivery', async () => {
    react = (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drip));
    };
    const sender = senderFor([NEW_KEY], 300);
    expect(await sender.send(EVENT)).toEqual({ kind: 'delivered', status: 200 });
    react = (response) => response.writeHead(204).end();
    expect(await sender.send(EVENT)).toEqual({ kind: 'delivered', status: 204 });
    await sender.close();
  });

  it('M90: no connection is a failure with its code and no more', async () => {
    const sender = senderFor([NEW_KEY], undefined, 'http://127.0.0.1:1/');
    expect(await sender.send(EVENT)).toEqual({ kind: 'failed', fault: 'ECONNREFUSED' });
    await sender.close();
  });
});
