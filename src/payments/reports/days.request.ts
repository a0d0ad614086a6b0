import { AlsoCheck, Text } from '../../http/fields/index.ts';
import { field } from '../../http/fields/field.ts';
import type { FieldError } from '../../problems/problem.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;
const MAX_DAYS = 400;

function Day(description: string, example: string): PropertyDecorator {
  return field(
    (value) => (isDay(value) ? undefined : 'must be a day such as 2026-06-01'),
    { type: 'string', format: 'date' },
    { description, example },
  );
}

function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !DAY.test(value) || value.startsWith('0000')) return false;
  const midnight = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
}

/** The days of a shop's books. */
@AlsoCheck(conditions)
export class DaysQuery {
  @Day('The first day, from its midnight in `time_zone` on.', '2026-06-01')
  from: string;

  @Day('The day after the last one: its midnight is not in it any more.', '2026-06-02')
  to: string;

  @Text({
    max: 64,
    pattern: /^[A-Za-z0-9+\-_/]+$/,
    patternMessage: 'must be the name of a time zone, such as Asia/Kuwait',
    optional: true,
    description: 'Whose days they are. UTC unless given.',
    example: 'Asia/Kuwait',
  })
  time_zone?: string;
}

function conditions({ from, to, time_zone: zone }: DaysQuery): FieldError[] {
  const errors: FieldError[] = [];
  if (isDay(from) && isDay(to)) {
    const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
    if (days <= 0) errors.push({ pointer: '/to', message: 'must be after from' });
    if (days > MAX_DAYS) errors.push({ pointer: '/to', message: `must be at most ${MAX_DAYS} days after from` });
  }
  if (typeof zone === 'string' && !isTimeZone(zone)) {
    errors.push({ pointer: '/time_zone', message: 'must be the name of a time zone, such as Asia/Kuwait' });
  }
  return errors;
}

function isTimeZone(name: string): boolean {
  // An offset such as +03:00 is none: PostgreSQL and browsers read its sign differently.
  if (/^[+-]|^\d/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
