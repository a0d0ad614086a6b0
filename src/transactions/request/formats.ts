import { isEmail } from 'class-validator';

import { field, type FieldOptions, DecimalAmount, OneOf, Text, TextList } from '../../http/fields/index.ts';

const DURATION = /^(?=.*[1-9])(\d{1,3} )?\d{1,2}:[0-5]\d:[0-5]\d$/;

/** A length of time as Ottu writes it (F2.2): `DD HH:MM:SS`, days only where there are some; more than nothing. */
export function Duration(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) =>
      typeof value === 'string' && DURATION.test(value)
        ? undefined
        : 'must be a time above zero written as "HH:MM:SS" or "DD HH:MM:SS", such as "00:50:00"',
    { type: 'string', pattern: String.raw`^(\d{1,3} )?\d{1,2}:[0-5]\d:[0-5]\d$` },
    { example: '00:50:00', ...options },
  );
}

const SLASHED = /^(\d{2})\/(\d{2})\/(\d{4}) ([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1\d|2[0-3]):?[0-5]\d)?$/;

/** A moment in either of the forms of Ottu's sources (F2.2); it may lie in the past, which is Ottu's to judge. */
export function Moment(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) =>
      isMoment(value) ? undefined : 'must be a real moment written as "DD/MM/YYYY hh:mm" or "YYYY-MM-DDThh:mm:ssZ"',
    { type: 'string', pattern: `${SLASHED.source}|${ISO.source}` },
    { example: '31/12/2026 18:00', ...options },
  );
}

function isMoment(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [, day, month, year] = SLASHED.exec(value) ?? [];
  if (day !== undefined) return isDay(`${year}-${month}-${day}`);
  const [, isoYear, isoMonth, isoDay] = ISO.exec(value) ?? [];
  return isoYear !== undefined && isDay(`${isoYear}-${isoMonth}-${isoDay}`);
}

function isDay(iso: string): boolean {
  const day = new Date(`${iso}T00:00:00Z`);
  // Date.parse moves the 30th of February to March instead of refusing it.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
}

/** An email address, or nothing: many shops send an empty string for what they do not know, and Ottu takes it. */
export function EmailOrBlank(options: FieldOptions & { readonly max: number }): PropertyDecorator {
  return field(
    (value) => {
      if (typeof value !== 'string') return 'must be a string';
      if (value.length > options.max) return `must have at most ${options.max} characters`;
      return value === '' || isEmail(value) ? undefined : 'must be an email address';
    },
    { type: 'string', maxLength: options.max },
    options,
  );
}

const MAX_RECIPIENTS = 100;

/** A file that was uploaded before, as Ottu names it (F5). */
export function AttachmentAddress(options: FieldOptions = {}): PropertyDecorator {
  return Text({
    max: 2000,
    pattern: /(?:pdf|jpeg|png|doc|docx|jpg|xls|xlsx|txt)$/,
    patternMessage: 'must end in pdf, jpeg, png, doc, docx, jpg, xls, xlsx or txt',
    description: 'The `file_url` of an uploaded attachment.',
    example: 'payment_transactions/attachments/invoice.pdf',
    ...options,
  });
}

/** A list of email addresses. */
export function EmailList(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => {
      if (!Array.isArray(value)) return 'must be a list of email addresses';
      if (value.length > MAX_RECIPIENTS) return `must have at most ${MAX_RECIPIENTS} entries`;
      return value.every((entry) => typeof entry === 'string' && isEmail(entry))
        ? undefined
        : 'must hold email addresses only';
    },
    { type: 'array', items: { type: 'string', format: 'email' }, maxItems: MAX_RECIPIENTS },
    options,
  );
}

/** Whether a member says anything: an empty string says as little as a member that was left out. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== '';
}

/** A member that this route does not take, and where it belongs instead. */
export function NotHere(why: string): PropertyDecorator {
  return field(() => why, { type: 'string', description: why }, { optional: true });
}

/** More gateways than any merchant has. */
const MAX_GATEWAYS = 100;

/** The four members that Ottu asks for on create and on a full update (F2.1), and that a partial one may have. */
export function TransactionType(options: FieldOptions = {}): PropertyDecorator {
  return OneOf(['e_commerce', 'payment_request'], { example: 'e_commerce', ...options });
}

export function Amount(options: FieldOptions = {}): PropertyDecorator {
  return DecimalAmount({
    description: 'At most as many decimals as the currency has; reaches Ottu as it is spelled. `"0"` for `save_card`.',
    example: '12.5',
    ...options,
  });
}

export function Currency(options: FieldOptions = {}): PropertyDecorator {
  return Text({
    min: 3,
    max: 3,
    pattern: /^[A-Z]{3}$/,
    patternMessage: 'must be three capital letters (ISO 4217)',
    example: 'KWD',
    ...options,
  });
}

export function GatewayCodes(options: FieldOptions = {}): PropertyDecorator {
  return TextList({
    max: MAX_GATEWAYS,
    each: {
      max: 50,
      pattern: /^[-a-zA-Z0-9_]+$/,
      patternMessage: 'must be a gateway code: letters, digits, - and _',
    },
    description: 'The payer picks one of them; exactly one with `payment_instrument`.',
    example: ['credit-card'],
    ...options,
  });
}
