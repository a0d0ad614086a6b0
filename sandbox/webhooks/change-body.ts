import type { WebhookFault } from '../faults/fault.ts';
import { withMembers } from '../faults/change-answer.ts';
import type { JsonObject } from '../json.ts';
import { signed } from '../payments/event.ts';
import { newSessionId } from '../transactions/store.ts';
import type { World } from '../world.ts';
import type { Notice } from './webhooks.ts';

/** Signs what `forged` sends; no receiver knows it. */
const FORGERS_KEY = 'a-key-that-no-merchant-has';

/** The event's body after the faults that change it, in the order of their rules. */
export function changeBody(
  world: Pick<World, 'hmacKey' | 'switches' | 'transactions'>,
  notice: Notice,
  faults: readonly WebhookFault[],
): JsonObject {
  return faults.reduce((body, fault) => {
    switch (fault.kind) {
      case 'forged':
        return signed({ ...world, hmacKey: FORGERS_KEY }, body);
      case 'tampered':
        return withMembers(body, fault.set);
      case 'other_session':
        return { ...body, session_id: world.transactions.another(notice.sessionId)?.sessionId ?? newSessionId() };
      case 'missing_member':
        return signed(world, withMembers(body, { [fault.member]: null, signature: null }));
      case 'lost':
      case 'doubled':
      case 'delayed':
      case 'reordered':
      case 'before_answer':
        return body;
    }
  }, notice.body);
}
