import { Injectable } from '@nestjs/common';

import type { Money } from '../../money/money.ts';
import type { ClaimGate } from '../attempts/attempt-claim.ts';
import type { PaymentId } from '../identifiers.ts';
import type { PaymentState } from '../states/payment-state.ts';

/** A charge without its payer that was declined, and what its payer may pay instead. */
export interface DeclinedCharge {
  readonly paymentId: PaymentId;
  readonly caller: string;
  readonly amount: Money;
  readonly pgCodes: readonly string[];
  readonly customerId: string;
  readonly snapshot: Readonly<Record<string, unknown>>;
  /** As Ottu is sent it. */
  readonly extra: unknown;
  /** M82: the link takes the cycle. */
  readonly gate: ClaimGate;
}

/** A link as the answer to a charge shows it. */
export interface OfferedLink {
  readonly id: string;
  readonly url: string | null;
  readonly short_url?: string;
  readonly state: PaymentState;
  readonly open: boolean;
  readonly expires_at: string | null;
}

export interface PaymentLinkHooks {
  /**
   * One for each charge: a second time it is the same.
   *
   * @throws Problem where there is none
   */
  offer(declined: DeclinedCharge): Promise<OfferedLink>;
  /** Nothing where this payment is no link. */
  find(paymentId: string): Promise<OfferedLink | undefined>;
}

/** Where `payment-links` registers itself, because `payments` imports nothing above it. Without it there are no links. */
@Injectable()
export class PaymentLinkPort {
  #links: PaymentLinkHooks | undefined;

  provide(links: PaymentLinkHooks): void {
    this.#links = links;
  }

  async offer(declined: DeclinedCharge): Promise<OfferedLink> {
    if (this.#links === undefined) throw new Error('nobody makes payment links');
    return this.#links.offer(declined);
  }

  async find(paymentId: string): Promise<OfferedLink | undefined> {
    return this.#links?.find(paymentId);
  }
}
