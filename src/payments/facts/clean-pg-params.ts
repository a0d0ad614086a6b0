/** What a gateway may echo and nobody may keep: the secrets of a card, a wallet or an account. */
const SECRET = /(?:^|_)(?:cvv2?|cvc2?|csc|pin|otp|token|cryptogram|password|secret|api_key|private_key)(?:$|_)/i;

const CARD_NUMBER = /(?:^|_)(?:card_?(?:number|no)|pan)(?:$|_)/i;

/**
 * `pg_params` as Ottu gave them, in its own shape, without members that are secrets by their name; a card number that came
 * whole has its first six and its last four digits left, as Ottu masks it itself.
 */
export function cleanPgParams(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(params).filter(([name]) => !SECRET.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, CARD_NUMBER.test(name) ? masked(value) : clean(value)]));
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  return isObject(value) ? cleanPgParams(value) : value;
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(cleanPgParams(value)).map(([name, inner]) => [name, masked(inner)]));
  }
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  return String(value).replace(/(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)/g, (number) => {
    const digits = number.replaceAll(/\D/g, '');
    return digits.slice(0, 6) + '*'.repeat(digits.length - 10) + digits.slice(-4);
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
