import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';

import { PAID, REVIEWED, setDesk } from '../../sandbox/demo/desk.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { authorization, type TestCaller } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';

const receiver = new Receiver();
let service: TestService;

beforeAll(async () => {
  await receiver.open();
  service = await startTestService({ MERCHANT_EVENTS_URL: receiver.url, MERCHANT_EVENTS_SECRET: SECRET });
  await setDesk({
    service: service.url,
    simulator: service.simulator.url,
    authorization: authorization('shop'),
  });
  const event = paymentEvent(PAID, { amount: '3.750', settled_amount: '3.750' });
  expect((await deliver(service, signed(event))).status).toBe(200);
  await service.runDue();
  // Before that Ottu takes no inquiry (M32).
  await service.moveTime(12 * MINUTE);
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});

interface Schema {
  readonly $ref?: string;
  readonly example?: unknown;
  readonly properties?: Record<string, Schema>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly example?: unknown;
  readonly schema: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly tags: string[];
  readonly parameters?: Parameter[];
  readonly requestBody?: {
    readonly content: Record<
      string,
      { readonly schema: Schema; readonly examples?: Record<string, { value: unknown }> }
    >;
  };
}

/** What nothing waits for in a day without a second pair of eyes, a lost answer and agreements, and what Ottu alone can send. */
const NOT_TODAY = [
  'approveOperation',
  'refuseOperation',
  'resolveOperation',
  'getAgreement',
  'cancelAgreement',
  'receiveOttuWebhook',
];

/** Whose key a group of routes is tried with; the operator's otherwise. */
const KEYS: Readonly<Record<string, TestCaller>> = {
  'Payment links': 'links',
  Privacy: 'privacy',
  Audit: 'auditor',
};

const read = (path: string, caller: TestCaller = 'operator') =>
  request(service.url).get(path).set('authorization', authorization(caller));

/** What an operator copies out of the answers before. */
async function copied(path: string, name: string): Promise<string> {
  if (name === 'If-Match') return (await read(path)).headers['etag'] ?? '';
  if (path.startsWith('/v1/payment-links')) return (await read('/v1/payment-links', 'links')).body.payment_links[0].id;
  if (path.startsWith('/v1/customers')) return 'cust-77';
  if (path.startsWith('/v1/webhook-inbox')) return (await read('/v1/webhook-inbox')).body.events[0].id;
  if (path.startsWith('/v1/merchant-events')) return (await read('/v1/merchant-events')).body.events[0].id;
  const query = path.endsWith('/review') ? '?state=needs_review' : `?order_no=${PAID}`;
  return (await read(`/v1/payments${query}`)).body.payments[0].id;
}

it('every example of what operators do works as it stands, in the order in which it stands', async () => {
  const { body: document } = await read('/docs/operators.json');
  const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
  const inOrder = (document.tags as { name: string }[])
    .flatMap(({ name }) => operations.filter(({ operation }) => operation.tags[0] === name))
    .filter(({ operation }) => !NOT_TODAY.includes(operation.operationId));
  expect(inOrder.length).toBeGreaterThan(15);

  for (const { path, method, operation } of inOrder) {
    const filledIn = (operation.parameters ?? []).map((parameter) => ({
      ...parameter,
      value: parameter.example ?? parameter.schema.example,
    }));
    let address = path;
    for (const { name } of filledIn.filter((parameter) => parameter.in === 'path')) {
      address = address.replace(`{${name}}`, await copied(path, name));
    }
    const agent = request(service.url);
    const call = agent[method as 'get' | 'post' | 'patch'](address);
    void call.set('authorization', authorization(KEYS[String(operation.tags[0])] ?? 'operator'));
    for (const { in: where, name, value } of filledIn) {
      if (where === 'query' && value !== undefined) void call.query({ [name]: value });
      if (where !== 'header') continue;
      if (name === 'If-Match') void call.set(name, await copied(address.replace('/review', ''), name));
      else if (value !== undefined) void call.set(name, String(value));
    }
    const answer = await call.send(bodyOf(operation, document) as object | undefined);
    const { status, body } = answer;
    expect({ route: `${method} ${address}`, refused: status < 300 ? undefined : body }).toEqual({
      route: `${method} ${address}`,
      refused: undefined,
    });
    if (operation.operationId === 'listPayments') {
      expect(body.payments.map(({ order_no }: { order_no: string }) => order_no)).toEqual([PAID, REVIEWED]);
    }
  }
});

/** As Swagger UI fills it in: the first example of the body, or those of its members. */
function bodyOf({ requestBody }: Operation, document: { components: { schemas: Record<string, Schema> } }): unknown {
  const content = requestBody?.content['application/json'];
  if (content === undefined) return undefined;
  const [first] = Object.values(content.examples ?? {});
  if (first !== undefined) return first.value;
  const schema = document.components.schemas[content.schema.$ref?.split('/').at(-1) ?? ''];
  return Object.fromEntries(
    Object.entries(schema?.properties ?? {}).flatMap(([name, { example }]) =>
      example === undefined ? [] : [[name, example]],
    ),
  );
}
