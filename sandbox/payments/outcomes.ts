import type { JsonObject } from '../json.ts';

/** Everything a charge can come to. The README explains each. */
export const OUTCOMES = [
  'success',
  'declined',
  'cannot_execute',
  'compensation_failures',
  'pending',
  'error',
  'error_but_paid',
  'canceled',
  'three_ds_iframe',
  'three_ds_redirect',
  'cod',
  'authorized',
  'field_error',
  'detail_error',
  'locked',
  'conflict',
  'failed',
  'hosted',
  'pending_then_declined',
  'pending_forever',
  'error_then_paid',
  'declined_then_paid',
  'cannot_execute_then_paid',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes that are an attempt. The others are refused before anything is stored. */
export type AttemptOutcome = Exclude<Outcome, 'field_error' | 'detail_error' | 'locked' | 'conflict' | 'hosted'>;

/** Last two digits of the minor units, for amounts of 100 minor units and more. Every other amount succeeds. */
export const OUTCOME_BY_DIGITS: Readonly<Record<string, Outcome>> = {
  '01': 'declined',
  '02': 'cannot_execute',
  '03': 'compensation_failures',
  '04': 'pending',
  '06': 'error',
  '07': 'error_but_paid',
  '08': 'canceled',
  '09': 'three_ds_iframe',
  '11': 'three_ds_redirect',
  '12': 'cod',
  '13': 'authorized',
  '14': 'field_error',
  '16': 'detail_error',
  '17': 'locked',
  '18': 'conflict',
  '19': 'failed',
  '21': 'hosted',
  '22': 'pending_then_declined',
  '23': 'pending_forever',
  '24': 'error_then_paid',
  '26': 'declined_then_paid',
  '27': 'cannot_execute_then_paid',
};

export function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'string' && (OUTCOMES as readonly string[]).includes(value);
}

/**
 * A marker anywhere in the strings of a payload: `sim-<outcome>`, or simply `decline`. Hyphens are no base64 characters,
 * so no real encrypted payload has one by accident.
 */
export function markedOutcome(payload: unknown): Outcome | undefined {
  const text = JSON.stringify(payload ?? '');
  // The longest name first: `error_but_paid` contains `error`.
  const named = OUTCOMES.toSorted((left, right) => right.length - left.length).find((outcome) =>
    text.includes(`sim-${outcome}`),
  );
  return named ?? (text.includes('decline') ? 'declined' : undefined);
}

export function outcomeOfAmount(minor: bigint): Outcome {
  if (minor < 100n) return 'success';
  return OUTCOME_BY_DIGITS[(minor % 100n).toString().padStart(2, '0')] ?? 'success';
}

/** What a fault rule forces, else what the payload is marked with, else what the amount says. */
export function chooseOutcome(forced: Outcome | undefined, payload: JsonObject | undefined, minor: bigint): Outcome {
  return forced ?? markedOutcome(payload) ?? outcomeOfAmount(minor);
}
