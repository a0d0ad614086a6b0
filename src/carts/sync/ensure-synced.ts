import { setTimeout as sleep } from 'node:timers/promises';

import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { CheckoutLimits } from '../../limits/request-limits.ts';
import type { Network } from '../../http/network.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import { cartPaid, payerIsPaying } from '../cart-preconditions.ts';
import { EarlierPayments, type Obstacle } from './earlier-payments.ts';
import type { SyncReason } from './next-sync-action.ts';
import type { RefusedWrite } from './refused-write.ts';
import { TransactionSync, type SyncResult } from './transaction-sync.ts';

const POLL_MS = 100;

export type Synced = Extract<SyncResult, { kind: 'in_step' }>;

/** Brings the transaction in step while a shopper waits, or answers that nothing was charged (M52). */
@Injectable()
export class EnsureSynced {
  readonly #logger = new Logger('Checkout');

  constructor(
    private readonly sync: TransactionSync,
    private readonly earlier: EarlierPayments,
    private readonly limits: CheckoutLimits,
    private readonly settings: Settings,
  ) {}

  /**
   * @param network of the shopper, whose permit is consumed (M95).
   * @throws Problem `checkout_unavailable`, `cart_empty`, `nothing_to_pay`, `cart_closed`, `cart_frozen`, `rate_limited`,
   * `customer_details_refused`, `ottu_refused`; outcome `none`
   */
  async execute(cartId: string, reason: Exclude<SyncReason, 'sync'>, network: Network): Promise<Synced> {
    const result = await this.#bring(cartId, reason, network);
    if (result.kind === 'in_step') return result;
    throw stoppedProblem(result.because);
  }

  /**
   * M54: of a cart that costs nothing, whatever a payer may have is looked at and closed.
   *
   * @throws Problem as `execute`; `cart_changed` where there is something to pay by now
   */
  async closeFree(cartId: string, network: Network): Promise<void> {
    const result = await this.#bring(cartId, 'checkout', network);
    if (result.kind === 'in_step') throw new Problem('cart_changed', { outcome: 'none' });
  }

  async #bring(
    cartId: string,
    reason: Exclude<SyncReason, 'sync'>,
    network: Network,
  ): Promise<Synced | { readonly kind: 'stopped'; readonly because: 'free' }> {
    const refund = await this.limits.consume(cartId, network, reason === 'payment' ? 'payment' : 'checkout');
    const deadline = new Deadline(this.settings.ottu.timeoutMs);
    const obstacle = await this.earlier.look(cartId, reason === 'payment' ? 'read' : 'storefront', deadline);
    if (obstacle !== undefined) {
      if (obstacle.kind === 'no_answer' && !obstacle.fault.sent) await refund();
      throw this.#earlierProblem(cartId, obstacle);
    }
    for (;;) {
      const result = await this.sync.run(cartId, reason, deadline);
      // Another run is writing it, and has the same deadline.
      const worthWaiting = result.kind === 'wait' && result.reason === 'write_open';
      if (worthWaiting && deadline.remainingMs() > POLL_MS) {
        await sleep(POLL_MS);
        continue;
      }
      if (result.kind === 'in_step') return result;
      if (providerWasNotAsked(result)) await refund();
      if (result.kind === 'stopped' && result.because === 'free') return { kind: 'stopped', because: 'free' };
      throw this.#problem(cartId, result);
    }
  }

  /** M36: what the cart went on without is known first, and a success of it is settled instead of going on. */
  #earlierProblem(cartId: string, obstacle: Obstacle): Problem {
    switch (obstacle.kind) {
      case 'paid':
        return stoppedProblem('paid');
      case 'held':
        return stoppedProblem('attempt_open');
      case 'no_answer':
        return this.#problem(cartId, { kind: 'unreachable', cause: obstacle.fault });
    }
  }

  #problem(cartId: string, result: Exclude<SyncResult, { kind: 'in_step' }>): Problem {
    switch (result.kind) {
      case 'wait':
        return result.reason === 'payer_is_paying'
          ? payerIsPaying(secondsUntil(result.until))
          : unavailable({ retryAfterSeconds: secondsUntil(result.until) });
      case 'unreachable': {
        const { cause } = result;
        const status = cause !== undefined && 'status' in cause ? cause.status : undefined;
        // What Ottu said is for operators; a shopper can do nothing about it.
        this.#logger.warn({ cart_id: cartId, status }, 'A cart could not be brought in step with Ottu');
        return unavailable({ retryAfterSeconds: 5, ...(cause instanceof Error ? { cause } : {}) });
      }
      case 'refused': {
        const { status, fields, words, about } = result.refusal;
        const reason = [about, ...fields].join(' ');
        this.#logger.warn({ cart_id: cartId, status, reason, note: words }, 'Ottu refused the transaction of a cart');
        return refusedProblem(result.refusal);
      }
      case 'stopped':
        return stoppedProblem(result.because);
    }
  }
}

/** A shopper who repeats the request while Ottu is out of reach gets the permit back each time. */
function providerWasNotAsked(result: Exclude<SyncResult, { kind: 'in_step' }>): boolean {
  switch (result.kind) {
    case 'wait':
      return result.reason !== 'payer_is_paying';
    case 'refused':
      return false;
    case 'unreachable':
      return result.cause instanceof TransportFault && !result.cause.sent;
    case 'stopped':
      return (
        result.because === 'empty' ||
        result.because === 'free' ||
        result.because === 'closed' ||
        result.because === 'paid' ||
        result.because === 'attempt_open'
      );
  }
}

function stoppedProblem(because: Extract<SyncResult, { kind: 'stopped' }>['because']): Problem {
  switch (because) {
    case 'empty':
      return new Problem('cart_empty', { outcome: 'none' });
    case 'free':
      return new Problem('nothing_to_pay', { outcome: 'none' });
    case 'paid':
      return cartPaid();
    case 'closed':
      return new Problem('cart_closed', { outcome: 'none' });
    case 'attempt_open':
      return new Problem('cart_frozen', { outcome: 'unknown', retryAfterSeconds: 5 });
    case 'held':
      // M26: money has moved, or may have.
      return new Problem('cart_frozen', {
        detail: 'A payment of this cart is being looked at. Do not pay it again.',
        outcome: 'unknown',
        retryAfterSeconds: 5,
      });
    case 'moved_on':
    case 'payer_is_paying':
    case 'stuck':
    case 'in_step':
      return unavailable({ retryAfterSeconds: 5 });
  }
}

/** M56b: no outage, and nothing that repeating could mend. Ottu's own words are for operators. */
function refusedProblem({ about, fields, pointers }: RefusedWrite): Problem {
  if (about === 'details') {
    return new Problem('customer_details_refused', {
      detail: 'Change the members of the cart that are named below, and try again. Nothing was charged.',
      errors: pointers.map((pointer) => ({ pointer, message: 'is not taken by the payment provider' })),
      outcome: 'none',
    });
  }
  return new Problem('ottu_refused', {
    detail: 'The payment provider refuses what this shop asks for. Nothing was charged; to repeat it does not help.',
    errors: fields.map((pointer) => ({ pointer, message: 'was refused by Ottu' })),
    outcome: 'none',
  });
}

function unavailable(options: ProblemOptions): Problem {
  return new Problem('checkout_unavailable', {
    detail: 'The shop could not reach its payment provider. This request charged nothing.',
    outcome: 'none',
    ...options,
  });
}

function secondsUntil(moment: Date): number {
  return Math.max(1, Math.ceil((moment.getTime() - Date.now()) / 1000));
}
