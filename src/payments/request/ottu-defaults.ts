import { randomBytes } from 'node:crypto';

import type { Settings } from '../../config/settings.ts';
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
