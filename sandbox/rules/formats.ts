import { matching, text } from './fields.ts';
import type { Rule } from './problems.ts';

export const email: Rule = (value) =>
  value === '' ? undefined : matching(/^[^\s@]+@[^\s@]+\.[^\s@.]+$/, 'Enter a valid email address.', 128)(value);

export function url(max: number): Rule {
  const isText = text({ max, blank: false });
  return (value) => {
    const problem = isText(value);
    if (problem !== undefined) return problem;
    const parsed = URL.parse(value as string);
    return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.hostname !== ''
      ? undefined
      : ['Enter a valid URL.'];
  };
}

/** Also an app's own scheme, `myapp://thanks` (F16.16); never one that a browser would run. */
export const returnAddress: Rule = (value) => {
  const problem = text({ max: 2000, blank: false })(value);
  if (problem !== undefined) return problem;
  const parsed = URL.parse(value as string);
  return parsed !== null && parsed.host !== '' && !/^(?:javascript|data|vbscript|file|blob):$/.test(parsed.protocol)
    ? undefined
    : ['Enter a valid URL.'];
};

export const slug = matching(
  /^[-a-zA-Z0-9_]+$/,
  'Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.',
  50,
);

const isDay = (year: string, month: string, day: string): boolean => {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
};

export const isoDate: Rule = (value) => {
  const match = typeof value === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null;
  const [, year = '', month = '', day = ''] = match ?? [];
  return match !== null && isDay(year, month, day)
    ? undefined
    : ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'];
};

/** Dates of agreements: Ottu's samples send both forms (F2.4). */
export const agreementDate: Rule = (value) => {
  const slashed = typeof value === 'string' ? /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(value) : null;
  if (slashed === null) return isoDate(value);
  const [, day = '', month = '', year = ''] = slashed;
  return isDay(year, month, day)
    ? undefined
    : ['Date has wrong format. Use one of these formats instead: DD/MM/YYYY, YYYY-MM-DD.'];
};

/** Milliseconds since 1970 of an ISO date-time or `DD/MM/YYYY hh:mm[:ss]` in UTC; undefined when it is neither. */
export function parseDateTime(value: string): number | undefined {
  const slashed = /^(\d{2})\/(\d{2})\/(\d{4}) (\d{2}:\d{2})(:\d{2})?$/.exec(value);
  if (slashed !== null) {
    const [, day = '', month = '', year = '', time = '', seconds = ':00'] = slashed;
    const at = Date.parse(`${year}-${month}-${day}T${time}${seconds}Z`);
    return isDay(year, month, day) && !Number.isNaN(at) ? at : undefined;
  }
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?$/.test(value)) return undefined;
  const at = Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(value) ? value : `${value.replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? undefined : at;
}

export const dateTime: Rule = (value) =>
  typeof value === 'string' && parseDateTime(value) !== undefined
    ? undefined
    : [
        'Datetime has wrong format. Use one of these formats instead: DD/MM/YYYY hh:mm, YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].',
      ];

/** Milliseconds of `DD HH:MM:SS` or `HH:MM:SS`; undefined when it is neither. */
export function parseDuration(value: string): number | undefined {
  const match = /^(?:(\d{1,3}) )?(\d{1,2}):([0-5]\d):([0-5]\d)$/.exec(value);
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** `1 00:00:00`, `00:50:00`: as Ottu echoes them. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const days = Math.floor(seconds / 86_400);
  return days === 0 ? clock : `${days} ${clock}`;
}

export const duration: Rule = (value) => {
  const parsed = typeof value === 'string' ? parseDuration(value) : undefined;
  if (parsed === undefined) {
    return ['Duration has wrong format. Use one of these formats instead: [DD] [HH:[MM:]]ss[.uuuuuu].'];
  }
  return parsed > 0 ? undefined : ['Ensure this value is greater than or equal to 0:00:01.'];
};
