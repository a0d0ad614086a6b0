import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { payAtOttu } from '../support/ottu.ts';
import { serviceKeysSetting } from '../support/service-keys.ts';
import { startReplica, type TestService } from '../support/service.ts';
import {
  confirmations,
  deliver,
  inbox,
  OTHER_SESSION,
  payment,
  paymentEvent,
  pendingCharge,
  quiet,
  signed,
  startWebhookService,
  timeline,
} from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startWebhookService();
  service.simulator.setSwitches({ webhook_for_api: 'off' });
});
afterAll(async () => {
  await service.close();
});

describe('M71: over two replicas', () => {
  it('each event is processed once, and confirmations are merged', async () => {
    const other = await startReplica(service, { SERVICE_KEYS: serviceKeysSetting() });
    const urls = [service.url, other.url];
    const { id, sessionId } = await pendingCharge(service, 'REPLICAS');
    await payAtOttu(service, sessionId);
    const before = (await inbox(service)).length;
    const bodies = Array.from({ length: 20 }, (_, index) =>
      signed(paymentEvent('REPLICAS', { session_id: OTHER_SESSION, extra: { index } })),
    );
    await Promise.all(bodies.flatMap((body) => urls.map((url) => deliver({ url }, body))));
    // Both at once, on the same rows: one of them has the turn, and the others' events wait for its answer or the next turn.
    await Promise.all([service.runOnce('Inbox'), other.background.run('Inbox')]);
    const rows = (await quiet(service)).slice(before);
    expect(rows.map(({ state }) => state)).toEqual(bodies.map(() => 'processed'));
    expect(await confirmations(service, id)).toBeLessThanOrEqual(2);
    expect(await payment(service, id)).toMatchObject({ state: 'paid' });
    const doubted = (await timeline(service, id)).filter(({ event }) => event === 'webhook_doubted');
    expect(doubted.length).toBeLessThanOrEqual(bodies.length);
    await other.close();
  });
});
