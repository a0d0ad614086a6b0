import { basic } from '../../../sandbox/testing/client.ts';
import { expected } from './expected.ts';
import type { Stage } from './stage.ts';

const CREATE = '/b/checkout/v1/pymt-txn/';
const UNKNOWN = `${CREATE}${'f'.repeat(40)}/`;
const BODY = { type: 'e_commerce', amount: '1.000', currency_code: 'KWD', pg_codes: ['credit-card'] };

/** Refusals that the service never meets while its own key is right. */
export async function driveRefusals(stage: Stage): Promise<void> {
  const wrong = { authorization: 'Api-Key wrong.key' };
  await expected(401, stage.ottu('POST', CREATE, BODY, wrong));
  await expected(401, stage.ottu('GET', UNKNOWN, undefined, wrong));
  await expected(401, stage.ottu('PATCH', UNKNOWN, {}, wrong));
  await expected(401, stage.ottu('PUT', UNKNOWN, BODY, wrong));
  await expected(401, stage.ottu('POST', CREATE, BODY, basic('nobody', 'nothing')));
  await expected(404, stage.ottu('GET', UNKNOWN));
  await expected(404, stage.ottu('PATCH', UNKNOWN, { amount: '2.000' }));
  await expected(404, stage.ottu('PUT', UNKNOWN, BODY));
  await expected(400, stage.ottu('POST', CREATE, {}));
  await expected(400, stage.ottu('POST', CREATE, { ...BODY, notifications: { sms: ['paid'] } }));
  await expected(415, stage.ottu('POST', CREATE, BODY, { 'content-type': 'text/plain' }));
}
