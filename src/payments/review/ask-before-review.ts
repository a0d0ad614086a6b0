import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { OperationsApi } from '../../ottu/operations-api.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import type { PaymentId } from '../identifiers.ts';
import { writeTimeline } from '../payment-rows.ts';
import { RefreshPayment, type Retrieved } from '../settlement/refresh-payment.ts';
import { isSuccess } from '../states/payment-state.ts';

/** F8.1: the states that `expire` is for. */
const EXPIRABLE: ReadonlySet<string | undefined> = new Set(['created', 'pending', 'attempted']);

/** What Ottu shows of a session before its review is decided. `not_found`: Ottu knows no such session. */
export type ShownBeforeReview = Extract<Retrieved, { kind: 'answered' }> | { readonly kind: 'not_found' };

/** M27: what an operator decides is held against Ottu's own word, which is asked for before. It settles nothing. */
@Injectable()
export class AskBeforeReview {
  constructor(
    private readonly database: Database,
    private readonly refreshPayment: RefreshPayment,
    private readonly operations: OperationsApi,
    private readonly settings: Settings,
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
    if (shown.kind !== 'answered' || !EXPIRABLE.has(shown.state)) return shown;
    const status = await this.#expire(sessionId);
    await this.database.inTransaction((tx) => writeTimeline(tx, paymentId, 'expire_asked', { status }));
    // Done or refused: only a retrieve shows what the session is now.
    const after = await this.show(sessionId);
    if (after.kind === 'answered' && EXPIRABLE.has(after.state)) throw unreachable(undefined);
    return after;
  }

  async #expire(sessionId: string): Promise<number> {
    try {
      const deadline = new Deadline(this.settings.ottu.timeoutMs);
      return (await this.operations.expire(sessionId, deadline, { group: 'read' })).status;
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      throw unreachable(error);
    }
  }
}

function unreachable(cause: TransportFault | undefined): Problem {
  return new Problem('ottu_unreachable', {
    detail: 'Ottu did not say what became of the session, so nothing was decided.',
    retryAfterSeconds: cause?.retryAfterSeconds ?? 5,
    ...(cause === undefined ? {} : { cause }),
  });
}
