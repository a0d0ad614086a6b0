import { Injectable, Logger } from '@nestjs/common';

import type { Tx } from '../../database/database.ts';
import type { ProviderFact } from '../../payments/facts/provider-fact.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { RefreshPayment } from '../../payments/settlement/refresh-payment.ts';
import type { LockedPayment } from '../../payments/settlement/settlement-input.ts';

/**
 * `not_ours`: the session shows another order number, or belongs to another payment of ours. `moved`: the payment got
 * another session meanwhile.
 */
interface OtherTransaction {
  readonly kind: 'declined';
  readonly because: 'not_ours' | 'moved';
}

/** What came of asking. */
export type Confirmation = 'settled' | 'no_answer' | 'unknown_session' | OtherTransaction['because'];

export interface ConfirmationRequest {
  readonly paymentId: PaymentId;
  readonly sessionId: string;
  /** Of the calls to Ottu: `read` where a verified event waits for the answer, `background` for a mere hint. */
  readonly group: 'read' | 'background';
  /** In the transaction that settles the answer. `known`: the session asked about is the payment's own now. */
  readonly alongside: (tx: Tx, known: boolean) => Promise<void>;
}

/** M71: retrieves a session because of a webhook, and lets that answer decide. */
@Injectable()
export class ConfirmWithOttu {
  readonly #logger = new Logger('Webhooks');

  constructor(private readonly refreshPayment: RefreshPayment) {}

  async confirm({ paymentId, sessionId, group, alongside }: ConfirmationRequest): Promise<Confirmation> {
    const result = await this.refreshPayment.refresh<OtherTransaction>({
      paymentId,
      sessionId,
      group,
      because: 'webhook',
      decline: (locked, reported) => otherTransaction(locked, reported, sessionId),
      alongside: (tx, { sessionKnown }) => alongside(tx, sessionKnown),
    });
    switch (result.kind) {
      case 'answered':
        return 'settled';
      case 'declined':
        return result.because;
      case 'not_found':
        return 'unknown_session';
      case 'unusable':
        return 'no_answer';
      case 'no_answer':
        this.#logger.warn(
          { err: result.fault, payment_id: paymentId },
          'A retrieve brought no answer; the event is tried again',
        );
        return 'no_answer';
    }
  }
}

/** Why the answer is not about this payment. */
function otherTransaction(
  { payment, mayAdoptSession }: LockedPayment,
  reported: ProviderFact,
  sessionId: string,
): OtherTransaction | undefined {
  const { session_id: stored, order_no: orderNo } = payment;
  if (stored !== null) return stored === sessionId ? undefined : { kind: 'declined', because: 'moved' };
  // An event's session is not signed: only an answer that shows our order number is about this payment (M45).
  if (mayAdoptSession && reported.orderNo === orderNo) return undefined;
  return { kind: 'declined', because: 'not_ours' };
}
