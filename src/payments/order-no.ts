import { randomBytes } from 'node:crypto';

import { asOrderNo, type OrderNo } from './identifiers.ts';

/** Crockford's base 32: no letters that are mistaken for digits when an order number is read out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 26 characters of five bits: unguessable, and with the longest prefix within the 37 that gateways take (M40). */
const LENGTH = 26;

/** A new order number (M40). */
export function newOrderNo(prefix: string): OrderNo {
  const characters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]);
  return asOrderNo(prefix + characters.join(''));
}
