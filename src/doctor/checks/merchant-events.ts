import { EventSender, type DeliveryOutcome } from '../../merchant-events/delivery/event-sender.ts';
import { testEvent } from '../../merchant-events/delivery/test-event.ts';
import { fail, ok, originOf, skipped, unanswered, warn, type Check, type Finding } from '../check.ts';

/** Whether the merchant's order system takes an event: by one of the type `test`, and only when somebody asks for it. */
export const MERCHANT_EVENTS: Check = {
  name: 'merchant-events',
  run: async ({ settings: { merchantEvents, proxy }, options }) => {
    if (merchantEvents === undefined) {
      return [skipped('MERCHANT_EVENTS_URL is not set: your order system has to ask GET /v1/payments')];
    }
    if (!options.sendTestEvent) return [skipped('not tried: --send-test-event sends one event of the type test')];
    const sender = new EventSender(merchantEvents, { proxy });
    try {
      return [findingOf(await sender.send(testEvent()), originOf(merchantEvents.url))];
    } finally {
      await sender.close();
    }
  },
};

function findingOf(outcome: DeliveryOutcome, where: string): Finding {
  switch (outcome.kind) {
    case 'delivered':
      return ok(`${where} took a test event (${outcome.status})`);
    case 'gone':
      return fail(`${where} answers 410: every event becomes a dead letter at once`, 'mend MERCHANT_EVENTS_URL');
    case 'failed': {
      if (outcome.status === undefined) {
        const seen = `no answer from ${where} (${outcome.fault})`;
        return unanswered(seen, outcome.fault, 'start the receiver, or mend MERCHANT_EVENTS_URL');
      }
      const seen = `${where} answered ${outcome.status} to a test event`;
      if (outcome.status === 401 || outcome.status === 403) {
        return fail(seen, 'do both sides have the same MERCHANT_EVENTS_SECRET, and the same time?');
      }
      return outcome.status === 400 || outcome.status === 422
        ? warn(seen, 'a receiver should answer 2xx to types that it does not know; or the signature is not right')
        : fail(seen, 'mend the receiver: 2xx says that it has the event');
    }
  }
}
