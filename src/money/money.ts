import { add, compare, dinero, multiply, subtract, toSnapshot, type Dinero } from 'dinero.js/bigint';
import { exponentOf, type CurrencyCode } from './currency.ts';
import { decimalText, minorUnits } from './decimal-text.ts';
import { MoneyError } from './money-error.ts';

/** The largest value of a signed 64-bit column, where amounts are stored. */
const MAX_MINOR = 2n ** 63n - 1n;

/**
 * An amount of one currency, zero or more, exact. It is made by reading text or stored minor units and cannot be
 * changed; every way in throws MoneyError rather than round. Both fields are plain so that deep comparison sees them.
 */
export class Money {
  private constructor(
    /** Whole minor units: fils, halalas, yen. */
    readonly minor: bigint,
    readonly currency: CurrencyCode,
  ) {
    Object.freeze(this);
  }

  /**
   * Reads what a caller sent: a JSON string of plain decimal digits, with at most the currency's decimal places
   * (`1` KWD is `1.000`). Anything else, JSON numbers included, is refused with its reason.
   */
  static parse(text: unknown, currency: CurrencyCode): Money {
    return Money.fromMinor(minorUnits(text, currency, 'strict'), currency);
  }

  /**
   * Reads what Ottu answered: as `parse`, but further zeros may follow (`12.5000` is 12.500 KWD). Where Ottu wrote a
   * JSON number, give its source text, never a `number`.
   */
  static fromProvider(text: unknown, currency: CurrencyCode): Money {
    return Money.fromMinor(minorUnits(text, currency, 'provider'), currency);
  }

  static fromMinor(minor: bigint, currency: CurrencyCode): Money {
    exponentOf(currency);
    if (typeof minor !== 'bigint') throw new MoneyError('not_text', 'Minor units must be a bigint.');
    if (minor < 0n) throw new MoneyError('below_zero', 'An amount is never below zero.');
    if (minor > MAX_MINOR) throw new MoneyError('too_large', 'The amount is too large.');
    return new Money(minor, currency);
  }

  add(other: Money): Money {
    this.#requireSameCurrency(other);
    return Money.#from(add(this.#dinero(), other.#dinero()), this.currency);
  }

  /** Throws `below_zero` rather than go negative. */
  subtract(other: Money): Money {
    this.#requireSameCurrency(other);
    return Money.#from(subtract(this.#dinero(), other.#dinero()), this.currency);
  }

  /** `quantity` is a whole number, zero or more. */
  times(quantity: number): Money {
    if (!Number.isSafeInteger(quantity) || quantity < 0) {
      throw new MoneyError('bad_quantity', 'A quantity must be a whole number, zero or more.');
    }
    return Money.#from(multiply(this.#dinero(), BigInt(quantity)), this.currency);
  }

  /** -1, 0 or 1; throws `currency_mismatch` between currencies, which have no order. */
  compare(other: Money): -1 | 0 | 1 {
    this.#requireSameCurrency(other);
    return compare(this.#dinero(), other.#dinero());
  }

  /** Same currency and same amount. Another currency is simply not equal, so that checks of facts (M20) can ask. */
  equals(other: Money): boolean {
    return this.currency === other.currency && this.minor === other.minor;
  }

  isZero(): boolean {
    return this.minor === 0n;
  }

  /** Exactly the currency's decimal places: `1.000` KWD, `5` JPY. */
  toString(): string {
    return decimalText(this.minor, this.currency);
  }

  toJSON(): string {
    return this.toString();
  }

  static #from(result: Dinero<bigint>, currency: CurrencyCode): Money {
    return Money.fromMinor(toSnapshot(result).amount, currency);
  }

  #dinero(): Dinero<bigint> {
    return dinero({
      amount: this.minor,
      currency: { code: this.currency, base: 10n, exponent: BigInt(exponentOf(this.currency)) },
    });
  }

  #requireSameCurrency(other: Money): void {
    if (this.currency !== other.currency) {
      throw new MoneyError('currency_mismatch', `${this.currency} and ${other.currency} cannot be mixed.`);
    }
  }
}
