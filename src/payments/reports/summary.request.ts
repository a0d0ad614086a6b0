import { AlsoCheck, Text } from '../../http/fields/index.ts';
import { field } from '../../http/fields/field.ts';
import type { FieldError } from '../../problems/problem.ts';

/** By what the rows of a summary can be grouped. Amounts of different currencies are never added up. */
export const GROUPS = ['day', 'currency', 'state', 'gateway', 'method'] as const;

export type Group = (typeof GROUPS)[number];

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

/** Of which days a summary is, and how it is cut. */
@AlsoCheck(conditions)
export class SummaryQuery {
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

  @Text({
    max: 100,
    pattern: /^[a-z]+(,[a-z]+)*$/,
    patternMessage: `must be some of ${GROUPS.join(', ')}, separated by commas`,
    optional: true,
    description: 'Some of `day`, `currency`, `state`, `gateway`, `method`. Rows are by currency in any case.',
    example: 'day,currency',
  })
  group_by?: string;
}

function conditions({ from, to, time_zone: zone, group_by: groups }: SummaryQuery): FieldError[] {
  const errors: FieldError[] = [];
  if (isDay(from) && isDay(to)) {
    const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
    if (days <= 0) errors.push({ pointer: '/to', message: 'must be after from' });
    if (days > MAX_DAYS) errors.push({ pointer: '/to', message: `must be at most ${MAX_DAYS} days after from` });
  }
  if (typeof zone === 'string' && !isTimeZone(zone)) {
    errors.push({ pointer: '/time_zone', message: 'must be the name of a time zone, such as Asia/Kuwait' });
  }
  if (typeof groups === 'string' && !groups.split(',').every(isGroup)) {
    errors.push({ pointer: '/group_by', message: `must be some of ${GROUPS.join(', ')}, separated by commas` });
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

function isGroup(name: string): name is Group {
  return (GROUPS as readonly string[]).includes(name);
}

/** As they were asked for, currency among them. */
export function groupsOf({ group_by: text = 'day,currency' }: SummaryQuery): readonly Group[] {
  const asked = new Set([...text.split(',').filter(isGroup), 'currency']);
  return GROUPS.filter((group) => asked.has(group));
}
