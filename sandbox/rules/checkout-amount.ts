import { exponentOf, isCurrency } from '../amounts/currencies.ts';
import { parseAmount } from '../amounts/amount.ts';
import type { JsonObject } from '../json.ts';
import { REQUIRED, addProblem } from './problems.ts';
import type { Problems } from './problems.ts';

const LONGEST = 24;

/**
 * `amount` and `currency_code` (F2.2, F2.8): a decimal string of at most 24 characters, with no more decimals than the
 * currency has, at least 0.01; 0 when a card is saved without paying, and 0 too where a subscription begins with a trial (F16.8). Undefined after
 * adding problems.
 */
export function checkAmount(body: JsonObject, paymentType: string, problems: Problems): bigint | undefined {
  const { amount, currency_code: currency } = body;
  const known = typeof currency === 'string' && isCurrency(currency);
  if (currency === undefined) addProblem(problems, 'currency_code', REQUIRED);
  else if (!known) {
    addProblem(
      problems,
      'currency_code',
      `"${typeof currency === 'string' ? currency : JSON.stringify(currency)}" is not a valid choice.`,
    );
  }
  if (amount === undefined) addProblem(problems, 'amount', REQUIRED);
  // Ottu's schema wants a string: a JSON number has lost its digits before anyone could count them.
  else if (typeof amount !== 'string') addProblem(problems, 'amount', 'Not a valid string.');
  else if (amount.length > LONGEST) {
    addProblem(problems, 'amount', `Ensure this field has no more than ${LONGEST} characters.`);
  } else return checkValue(amount, known ? currency : undefined, paymentType, problems);
  return undefined;
}

function checkValue(
  amount: string,
  currency: string | undefined,
  paymentType: string,
  problems: Problems,
): bigint | undefined {
  const exponent = currency === undefined ? LONGEST : exponentOf(currency);
  const parsed = parseAmount(amount, exponent);
  if (!parsed.ok) {
    addProblem(
      problems,
      'amount',
      parsed.problem === 'not_a_number'
        ? 'A valid number is required.'
        : `Ensure that there are no more than ${exponent} decimal places.`,
    );
    return undefined;
  }
  const savesCard = paymentType === 'save_card';
  const isTrial = paymentType === 'auto_pay' && parsed.minor === 0n;
  if (savesCard && parsed.minor !== 0n) {
    addProblem(problems, 'amount', 'The amount must be 0 when payment_type is save_card.');
  }
  if (!savesCard && !isTrial && parsed.minor * 100n < 10n ** BigInt(exponent)) {
    addProblem(problems, 'amount', 'Ensure this value is greater than or equal to 0.01.');
  }
  return parsed.minor;
}
