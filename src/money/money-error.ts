export type MoneyErrorReason =
  | 'not_text'
  | 'empty'
  | 'not_decimal'
  | 'negative'
  | 'too_many_decimals'
  | 'too_large'
  | 'unknown_currency'
  | 'currency_mismatch'
  | 'below_zero'
  | 'bad_quantity';

/** Why an amount or a currency was refused. The message can be shown to a caller: it never repeats what was sent. */
export class MoneyError extends Error {
  constructor(
    readonly reason: MoneyErrorReason,
    message: string,
  ) {
    super(message);
    this.name = 'MoneyError';
  }
}
