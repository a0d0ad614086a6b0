import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import type { Deadline } from '../../ottu/transport/deadline.ts';
import type { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { inquiryTime } from '../../payments/schedule/gateway-inquiry.ts';
import { ScheduleCheck, type UsedGateway } from '../../payments/schedule/schedule-check.ts';
import { RefreshPayment } from '../../payments/settlement/refresh-payment.ts';
import { ATTEMPT_STATES, isOpen } from '../../payments/states/attempt-state.ts';
import { isSuccess, SUCCESS_STATES } from '../../payments/states/payment-state.ts';

const OPEN_STATES = sql.join(ATTEMPT_STATES.filter(isOpen));
const SUCCESSES = sql.join(SUCCESS_STATES);

/** A payment that its cart has gone on without, and that may still turn out paid. */
interface EarlierPayment {
  readonly paymentId: PaymentId;
  readonly sessionId: string;
}

/** What was found out about them. */
export type Obstacle =
  /** One was paid, and has closed the cart. */
  | { readonly kind: 'paid' }
  /** A success was seen that is still to be proved, or is for people to look at: it holds the cart. */
  | { readonly kind: 'held' }
  | { readonly kind: 'no_answer'; readonly fault: TransportFault };

interface Row extends UsedGateway {
  readonly id: string;
  readonly session_id: string;
  /** How long ago the cart went on without it. Milliseconds. */
  readonly replaced_ms: number;
  readonly detached: boolean;
}

/**
 * M36: the payments that a cart has gone on without, for as long as Ottu may still say that one of them was paid: those
 * with a detached attempt, and those whose session somebody may have paid and was replaced a short while ago. What an
 * operator has decided is not asked about (M27).
 */
@Injectable()
export class EarlierPayments {
  constructor(
    private readonly database: Database,
    private readonly refreshPayment: RefreshPayment,
    private readonly checks: ScheduleCheck,
    private readonly settings: Settings,
  ) {}

  async isChecked(cartId: string): Promise<boolean> {
    return (await this.#of(cartId)).length > 0;
  }

  /**
   * Asks Ottu for each of them and settles what it says.
   *
   * @returns what keeps the caller from going on; nothing where nothing does.
   * @throws StoreUnavailable
   */
  async look(cartId: string, group: CallGroup, deadline: Deadline): Promise<Obstacle | undefined> {
    const earlier = await this.#of(cartId);
    const looks = await Promise.all(
      earlier.map((payment) => this.refreshPayment.refresh({ ...payment, group, deadline })),
    );
    // A success that was seen speaks before an answer that did not come.
    if (looks.some((look) => look.kind === 'answered' && isSuccess(look.state ?? ''))) {
      return { kind: (await this.#isPaid(cartId)) ? 'paid' : 'held' };
    }
    for (const look of looks) if (look.kind === 'no_answer') return { kind: 'no_answer', fault: look.fault };
    return undefined;
  }

  async #isPaid(cartId: string): Promise<boolean> {
    const cart = await this.database.query((db) =>
      db.selectFrom('carts').select('state').where('id', '=', cartId).executeTakeFirst(),
    );
    return cart?.state === 'paid';
  }

  async #of(cartId: string): Promise<readonly EarlierPayment[]> {
    const { rows } = await this.database.query((db) =>
      sql<Row>`
        select p.id, p.session_id, p.gateway_name, p.pg_codes, p.transaction_type, d.detached,
            coalesce(extract(epoch from now() - t.replaced_at) * 1000, 'infinity')::float8 as replaced_ms
          from cart_transactions t
          join payments p on p.id = t.payment_id
          join carts c on c.id = t.cart_id
          cross join lateral (
            select coalesce(bool_or(a.detached_at is not null and a.state in (${OPEN_STATES})), false) as detached,
                count(*) > 0 as tried
              from payment_attempts a where a.payment_id = p.id) d
          where t.cart_id = ${cartId} and c.payment_id is distinct from p.id and p.session_id is not null
            and p.state not in (${SUCCESSES}) and p.decided_state is null
            and (d.detached or (t.replaced_at is not null and (d.tried or p.handed_out_at is not null)))`.execute(db),
    );
    return rows
      .filter((row) => row.detached || row.replaced_ms < this.#stillSpokenOf(row))
      .map(({ id, session_id: sessionId }) => ({ paymentId: asPaymentId(id), sessionId }));
  }

  /** How long after it was replaced its gateway may still speak of a session. Milliseconds. */
  #stillSpokenOf(row: Row): number {
    const { durations } = this.settings;
    return inquiryTime(this.checks.gatewayOf(row), durations) + durations.inquiryGrace;
  }
}
