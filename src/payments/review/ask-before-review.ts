import { Injectable } from '@nestjs/common';

import { Database } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import type { PaymentId } from '../identifiers.ts';
import { ExpireSession, isExpirable } from '../settlement/expire-session.ts';
import { RefreshPayment, type Retrieved } from '../settlement/refresh-payment.ts';
import { isSuccess } from '../states/payment-state.ts';

/** What Ottu shows of a session before its review is decided. `not_found`: Ottu knows no such session. */
export type ShownBeforeReview = Extract<Retrieved, { kind: 'answered' }> | { readonly kind: 'not_found' };

/** M27: what an operator decides is held against Ottu's own word, which is asked for before. It settles nothing. */
@Injectable()
export class AskBeforeReview {
  constructor(
    private readonly database: Database,
    private readonly refreshPayment: RefreshPayment,
    private readonly expireSession: ExpireSession,
  ) {}

  /** @throws Problem `ottu_unreachable` where Ottu does not say what the session is: then nothing is decided */
  async show(sessionId: string): Promise<ShownBeforeReview> {
    const shown = await this.refreshPayment.retrieve(sessionId, { group: 'read' });
    switch (shown.kind) {
      case 'answered':
        return shown;
      case 'not_found':
        // Another 404 is a word of whatever stands before Ottu.
        if (jsonObjectOf(shown.reply) === undefined) throw unreachable(undefined);
        return { kind: 'not_found' };
      case 'no_answer':
        throw unreachable(shown.fault);
      case 'unusable':
        throw unreachable(undefined);
    }
  }

  /** Whether Ottu has named a success, in any answer or event, that no earlier decision has seen. */
  async hasNamedSuccess({ id, decided_through: through }: PaymentRow): Promise<boolean> {
    const facts = await this.database.query((db) =>
      db
        .selectFrom('payment_facts')
        .select('state')
        .where('payment_id', '=', id)
        .where('id', '>', through ?? '0')
        .execute(),
    );
    return facts.some(({ state }) => isSuccess(state));
  }

  /**
   * The same of a session that must be over: one that can still be paid is expired first (M54).
   *
   * @throws Problem `ottu_unreachable` also where it can be paid after that
   */
  async showEnded(paymentId: PaymentId, sessionId: string): Promise<ShownBeforeReview> {
    const shown = await this.show(sessionId);
    if (shown.kind !== 'answered' || !isExpirable(shown.state)) return shown;
    const asked = await this.expireSession.ask({ paymentId, sessionId, group: 'read', keepsTag: true });
    if (asked.kind === 'no_answer') throw unreachable(asked.cause instanceof TransportFault ? asked.cause : undefined);
    // Done or refused: only a retrieve shows what the session is now.
    const after = await this.show(sessionId);
    if (after.kind === 'answered' && isExpirable(after.state)) throw unreachable(undefined);
    return after;
  }
}

function unreachable(cause: TransportFault | undefined): Problem {
  return new Problem('ottu_unreachable', {
    detail: 'Ottu did not say what became of the session, so nothing was decided.',
    retryAfterSeconds: cause?.retryAfterSeconds ?? 5,
    ...(cause === undefined ? {} : { cause }),
  });
}
