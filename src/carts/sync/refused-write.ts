import { mapPointers, refusalBody } from '../../ottu/errors/refusal-body.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { leavesOf, Redactor } from '../../payments/answers/redactor.ts';

/** Why Ottu does not take a cart's transaction (M56b). */
export interface RefusedWrite {
  readonly status: number;
  /** `details`: what the shopper has given. `configuration`: what the shop is set up to ask for. */
  readonly about: 'details' | 'configuration';
  /** By Ottu's names, as JSON Pointers. */
  readonly fields: readonly string[];
  /** The same in the cart, where they are the shopper's. */
  readonly pointers: readonly string[];
  /** Ottu's own words without what was sent, for operators alone. */
  readonly words: string | undefined;
}

/** Ottu's names of what a shopper gives, and where it is in the cart. */
const DETAILS: Readonly<Record<string, string>> = {
  '/customer_email': '/customer/email',
  '/customer_phone': '/customer/phone',
  '/customer_phone_2': '/customer/phone_2',
  '/customer_first_name': '/customer/first_name',
  '/customer_last_name': '/customer/last_name',
  '/customer_birthdate': '/customer/birthdate',
  '/billing_address': '/billing_address',
  '/shipping_address': '/shipping_address',
  '/extra': '/extra',
};

const toCart = mapPointers(DETAILS);

/**
 * Reads a refusal that repeating cannot mend. Where Ottu names a field that is not the shopper's, the shopper can do
 * nothing.
 *
 * @param sent what of the request is not to be repeated, should Ottu's words quote it.
 * @returns nothing for 429: that is no refusal of the request.
 */
export function readRefusedWrite(
  reply: OttuReply,
  sent: unknown,
  secrets: readonly string[],
): RefusedWrite | undefined {
  if (reply.status === 429) return undefined;
  // Names and addresses of people are short: of these every text is looked for.
  const redactor = new Redactor(undefined, [...leavesOf(sent), ...secrets]);
  const { detail, errors = [] } = refusalBody(reply, { clean: (text) => redactor.text(text) }) ?? {};
  const fields = [...new Set(errors.map(({ pointer }) => pointer))];
  const ofShopper = fields.length > 0 && fields.every(isDetail);
  const texts = [
    ...(detail === undefined ? [] : [detail]),
    ...errors.map((error) => `${error.pointer}: ${error.message}`),
  ];
  return {
    status: reply.status,
    about: ofShopper ? 'details' : 'configuration',
    fields,
    pointers: ofShopper ? fields.map(toCart) : [],
    words: texts.length === 0 ? undefined : texts.join(' ').slice(0, MAX_WORDS),
  };
}

const MAX_WORDS = 500;

function isDetail(pointer: string): boolean {
  return Object.keys(DETAILS).some((field) => pointer === field || pointer.startsWith(`${field}/`));
}

/** As the timeline keeps it. */
export function refusalDetails(refusal: RefusedWrite | undefined, status: number): Record<string, unknown> {
  if (refusal === undefined) return { status };
  const { about, fields, words } = refusal;
  return {
    status,
    refused: about,
    ...(fields.length === 0 ? {} : { fields }),
    ...(words === undefined ? {} : { words }),
  };
}
