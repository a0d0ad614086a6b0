import { plainToInstance } from 'class-transformer';
import { IsArray, IsIn, IsOptional, IsString, Length, Matches, ValidateBy, validateSync } from 'class-validator';

import type { RefundLimit, ServiceKeySettings } from './settings.ts';

/** What a service key can be allowed to do. */
export const SCOPES = [
  'payments:charge',
  'transactions:write',
  'transactions:read',
  'cards:read',
  'cards:write',
  'payments:read',
  'payments:operate',
  'events:operate',
  'audit:read',
  'links:write',
  'privacy:operate',
] as const;

export type Scope = (typeof SCOPES)[number];

/** A day, or a moment with its offset: a moment without one would mean another time on another machine. */
const DAY_OR_MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

class ServiceKeyEntry {
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'must be 1 to 64 of the characters A-Z a-z 0-9 _ -' })
  id!: string;

  @IsString({ message: "must be the caller's name, 1 to 100 characters" })
  @Length(1, 100, { message: "must be the caller's name, 1 to 100 characters" })
  name!: string;

  @Matches(/^[0-9a-f]{64}$/i, { message: 'must be the SHA-256 of the secret, 64 hexadecimal digits' })
  secret_sha256!: string;

  @IsArray({ message: 'must be an array' })
  @IsIn(SCOPES, { each: true, message: `must hold only these scopes: ${SCOPES.join(', ')}` })
  scopes!: string[];

  @IsOptional()
  @Matches(DAY_OR_MOMENT, { message: 'must be a day or a moment with its offset, such as 2027-01-31T12:00:00Z' })
  expires_at?: string | null;

  @IsOptional()
  @ValidateBy({
    name: 'refundLimit',
    validator: {
      validate: isRefundLimit,
      defaultMessage: () =>
        'must give limits by currency, such as {"KWD": {"per_operation": "50.000", "per_day": "500.000"}}',
    },
  })
  refund_limit?: Record<string, RefundLimit> | null;
}

const AMOUNT = /^\d{1,15}(\.\d{1,4})?$/;

/** What one key may refund: in the currencies that are listed, and in no other. */
function isRefundLimit(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([currency, limit]: [string, unknown]) => {
    if (!/^[A-Z]{3}$/.test(currency) || typeof limit !== 'object' || limit === null) return false;
    const entries = Object.entries(limit);
    return (
      entries.length > 0 &&
      entries.every(
        ([name, amount]: [string, unknown]) =>
          (name === 'per_operation' || name === 'per_day') && typeof amount === 'string' && AMOUNT.test(amount),
      )
    );
  });
}

export type ServiceKeysResult =
  { readonly keys: readonly ServiceKeySettings[] } | { readonly faults: readonly string[] };

/**
 * Reads the JSON of `SERVICE_KEYS`, every member of every key checked. Faults name place and member and show no
 * value: a plain secret in the wrong member is the likeliest mistake of all.
 */
export function readServiceKeys(json: string): ServiceKeysResult {
  const list = parsedArray(json);
  if (list === undefined) {
    return {
      faults: ['must be a JSON array of {"id","name","secret_sha256","scopes":[...],"expires_at"?,"refund_limit"?}'],
    };
  }
  const results = list.map((item, index) => readServiceKey(item, `[${index}]`));
  const keys = results.flatMap((result) => ('key' in result ? [result.key] : []));
  const faults = [...results.flatMap((result) => ('faults' in result ? result.faults : [])), ...repeatedIds(keys)];
  return faults.length > 0 ? { faults } : { keys };
}

/** JSON.parse's own message quotes the text around the fault, which may be a secret: it goes no further. */
function parsedArray(json: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

type ServiceKeyResult = { readonly key: ServiceKeySettings } | { readonly faults: readonly string[] };

function readServiceKey(item: unknown, place: string): ServiceKeyResult {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return { faults: [`${place} must be an object`] };
  }
  const entry = plainToInstance(ServiceKeyEntry, item);
  const faults = validateSync(entry, { whitelist: true, forbidNonWhitelisted: true }).map(
    ({ property, constraints }) =>
      constraints === undefined || 'whitelistValidation' in constraints
        ? `${place} must have no members but id, name, secret_sha256, scopes, expires_at and refund_limit`
        : `${place}.${property} ${Object.values(constraints)[0]}`,
  );
  const expiresAt = typeof entry.expires_at === 'string' ? new Date(entry.expires_at) : undefined;
  if (faults.length === 0 && !isRealMoment(entry.expires_at)) faults.push(`${place}.expires_at must be a real date`);
  if (faults.length > 0) return { faults: [...new Set(faults)] };
  const { id, name, scopes } = entry;
  return {
    key: {
      id,
      name,
      secretSha256: entry.secret_sha256.toLowerCase(),
      scopes: [...new Set(scopes)],
      expiresAt,
      refundLimit: entry.refund_limit ?? undefined,
    },
  };
}

/** `Date` moves the 31st of February into March: a key would work longer than its owner can have meant. */
function isRealMoment(text: string | null | undefined): boolean {
  if (typeof text !== 'string') return true;
  const day = text.slice(0, 10);
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || Number.isNaN(new Date(text).getTime())) return false;
  return midnight.toISOString().startsWith(day);
}

function repeatedIds(keys: readonly ServiceKeySettings[]): string[] {
  const ids = keys.map((key) => key.id);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return repeated.size === 0 ? [] : ['must give every key an id of its own'];
}
