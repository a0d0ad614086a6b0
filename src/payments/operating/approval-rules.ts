import { Injectable } from '@nestjs/common';

import { ConfigurationError } from '../../config/configuration-error.ts';
import { Settings, type RefundLimit } from '../../config/settings.ts';
import { isCurrencyCode, type CurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { Problem } from '../../problems/problem.ts';

/** What one service key may refund in one currency. */
export interface KeyLimit {
  readonly perOperation: Money | undefined;
  readonly perDay: Money | undefined;
}

/** M83: which refunds need a second pair of eyes, and which a key may not ask for at all. */
@Injectable()
export class ApprovalRules {
  readonly #above: ReadonlyMap<string, Money> | undefined;
  /** By id of the key and currency; a key without an entry has no limit. */
  readonly #limits: ReadonlyMap<string, ReadonlyMap<string, KeyLimit>>;

  /** @throws ConfigurationError where an amount is none of its currency */
  constructor({ refundApprovalAbove: above, serviceKeys }: Settings) {
    this.#above =
      above === undefined
        ? undefined
        : new Map(
            Object.entries(above).map(([currency, text]) => [
              currency,
              amountOf('REFUND_APPROVAL_ABOVE', currency, text),
            ]),
          );
    this.#limits = new Map(
      serviceKeys.flatMap(({ id, refundLimit }) =>
        refundLimit === undefined ? [] : [[id, limitsOf(refundLimit)] as const],
      ),
    );
  }

  /** Once limits are set at all, a refund in a currency that is not named waits. */
  needsApproval(amount: Money): boolean {
    if (this.#above === undefined) return false;
    const above = this.#above.get(amount.currency);
    return above === undefined || amount.compare(above) > 0;
  }

  /** @returns nothing where the key has no limit; one without amounts where it may not refund in this currency. */
  limitOf(keyId: string, currency: CurrencyCode): KeyLimit | undefined {
    const limits = this.#limits.get(keyId);
    if (limits === undefined) return undefined;
    const nothing = Money.fromMinor(0n, currency);
    return limits.get(currency) ?? { perOperation: nothing, perDay: nothing };
  }

  /**
   * @param refunded what the caller has asked for within a day, without this amount.
   * @throws Problem `refund_limit_exceeded`
   */
  assertWithin({ perOperation, perDay }: KeyLimit, amount: Money, refunded: Money): void {
    const { currency } = amount;
    if (perOperation !== undefined && amount.compare(perOperation) > 0) {
      throw beyond(`at most ${perOperation.toString()} ${currency} at once`);
    }
    if (perDay !== undefined && amount.add(refunded).compare(perDay) > 0) {
      throw beyond(`at most ${perDay.toString()} ${currency} in 24 hours, and has refunded ${refunded.toString()}`);
    }
  }
}

function beyond(limit: string): Problem {
  return new Problem('refund_limit_exceeded', { detail: `This key may refund ${limit}.`, outcome: 'none' });
}

function limitsOf(limits: Readonly<Record<string, RefundLimit>>): ReadonlyMap<string, KeyLimit> {
  const amount = (currency: string, text: string | undefined): Money | undefined =>
    text === undefined ? undefined : amountOf('SERVICE_KEYS', currency, text);
  return new Map(
    Object.entries(limits).map(([currency, { per_operation: each, per_day: day }]) => [
      currency,
      { perOperation: amount(currency, each), perDay: amount(currency, day) },
    ]),
  );
}

function amountOf(variable: string, currency: string, text: string): Money {
  try {
    if (isCurrencyCode(currency)) return Money.parse(text, currency);
  } catch {
    // Said below, without the value.
  }
  throw new ConfigurationError([{ variable, message: `must give amounts of known currencies; ${currency} has none` }]);
}
