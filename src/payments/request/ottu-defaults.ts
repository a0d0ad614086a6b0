import { randomBytes } from 'node:crypto';

import type { CreateDefaults } from '../../config/create-defaults.ts';
import type { Settings } from '../../config/settings.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { asOrderNo, type OrderNo } from '../identifiers.ts';

/** M14: a one-step transaction that was not paid is soon no longer payable. DD HH:MM:SS without the days (F2.2). */
export const ONE_STEP_EXPIRATION_TIME = '00:30:00';

/** Where Ottu reports to, unless a server gives an address of its own. */
export function defaultWebhookUrl({ http }: Pick<Settings, 'http'>): string {
  return `${http.publicUrl}/v1/webhooks/ottu`;
}

/** Crockford's base 32: no letters that are mistaken for digits when an order number is read out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 26 characters of five bits: unguessable, and with the longest prefix within the 37 that gateways take (M40). */
const LENGTH = 26;

/** A new order number (M40). */
export function newOrderNo(prefix: string): OrderNo {
  const characters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]);
  return asOrderNo(prefix + characters.join(''));
}

/** M58a: `extra` as it was written, with what the shop has set where the caller has not. */
export function extraWithDefaults(document: JsonDocument, defaults: CreateDefaults['extra']): unknown {
  const own = document.source('/extra');
  const missing = Object.entries(defaults).filter(([name]) => document.membersNamed('/extra', name).count === 0);
  if (own === undefined || missing.length === 0) return own ?? (missing.length > 0 ? defaults : undefined);
  const members = document.members('/extra').map(({ name, source }): [string, unknown] => [name, source]);
  return Object.fromEntries([...missing, ...members]);
}
