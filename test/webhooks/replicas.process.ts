import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { readSettings } from '../../src/config/read-settings.ts';
import { createApp } from '../../src/create-app.ts';
import { serviceKeysSetting } from '../support/service-keys.ts';
import { variablesFor, type TestService } from '../support/service.ts';
import {
  confirmations,
  deliver,
  inbox,
  OTHER_SESSION,
  payAtOttu,
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
    const variables = variablesFor(service.simulator, service.databaseUrl, {
      TIME_SCALE: '20',
      SERVICE_KEYS: serviceKeysSetting(),
    });
    const other = await createApp(readSettings(variables));
    await other.listen(0, '127.0.0.1');
    const urls = [service.url, await other.getUrl()];
    const { id, sessionId } = await pendingCharge(service, 'REPLICAS');
    await payAtOttu(service, sessionId);
    const before = (await inbox(service)).length;
    const bodies = Array.from({ length: 20 }, (_, index) =>
      signed(paymentEvent('REPLICAS', { session_id: OTHER_SESSION, extra: { index } })),
    );
    await Promise.all(bodies.flatMap((body) => urls.map((url) => deliver({ url }, body))));
    const rows = (await quiet(service)).slice(before);
    expect(rows.map(({ state }) => state)).toEqual(bodies.map(() => 'processed'));
    expect(await confirmations(service, id)).toBeLessThanOrEqual(3);
    expect(await payment(service, id)).toMatchObject({ state: 'paid' });
    expect((await timeline(service, id)).filter(({ event }) => event === 'webhook_doubted').length).toBeLessThanOrEqual(
      20,
    );
    await other.close();
  });
});
