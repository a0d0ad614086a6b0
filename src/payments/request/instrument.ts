import { FreeObject, OneOf } from '../../http/fields/index.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import type { JsonText } from '../../json/json-text.ts';
import { AmbiguousInstrument, readInstrument, secretMembers } from '../../ottu/verbatim-json.ts';
import { Problem } from '../../problems/problem.ts';

/** F3.1 */
export const INSTRUMENT_TYPES = ['apple_pay', 'google_pay', 'samsung_pay', 'token', 'wallet'] as const;
export type InstrumentType = (typeof INSTRUMENT_TYPES)[number];

export class PaymentInstrument {
  @OneOf(INSTRUMENT_TYPES, { example: 'apple_pay' })
  instrument_type: InstrumentType;

  @FreeObject({
    description:
      'What the wallet gave, unchanged: its JSON text reaches Ottu byte for byte. For `token` and `samsung_pay` it is ' +
      '`{"token": …}`, for `wallet` `{"wallet_code": …}`.',
    example: {
      paymentData: { version: 'EC_v1', data: '…', signature: '…', header: { publicKeyHash: '…', transactionId: '…' } },
    },
  })
  payload: Record<string, unknown>;
}

const MAX_SECRET_LENGTH = 20_000;

/** A `payment_instrument` that can be read in one way; its payload is text to be passed on as it came. */
export interface ReadInstrument {
  readonly instrumentType: InstrumentType;
  readonly payload: JsonText;
  readonly payloadValue: unknown;
}

/**
 * Reads the instrument of a request whose DTO was found valid.
 *
 * @throws Problem `ambiguous_json` or `validation_failed`, outcome `none`
 */
export function instrumentOf(document: JsonDocument): ReadInstrument {
  const { instrumentType, payload, payloadValue } = readOnce(document);
  const known = INSTRUMENT_TYPES.find((type) => type === instrumentType);
  if (known === undefined) throw invalid('/payment_instrument/instrument_type', 'is not an instrument of Ottu');
  if (Object.keys(payloadValue as object).length === 0) {
    throw invalid('/payment_instrument/payload', 'must not be empty');
  }
  const member = secretMembers[known];
  if (member !== undefined) {
    const secret = Object.getOwnPropertyDescriptor(payloadValue, member)?.value as unknown;
    if (typeof secret !== 'string' || secret === '' || secret.length > MAX_SECRET_LENGTH) {
      throw invalid(`/payment_instrument/payload/${member}`, 'must be a string, and not empty');
    }
  }
  return { instrumentType: known, payload, payloadValue };
}

/** What Ottu's words must not repeat however short it is: a saved card's token. What a wallet gave, `Redactor` knows. */
export function cardTokenOf({ instrumentType, payloadValue }: ReadInstrument): string[] {
  const token = instrumentType === 'token' && (payloadValue as Readonly<Record<string, unknown>>)['token'];
  return typeof token === 'string' ? [token] : [];
}

function readOnce(document: JsonDocument): ReturnType<typeof readInstrument> {
  try {
    return readInstrument(document);
  } catch (error) {
    if (!(error instanceof AmbiguousInstrument)) throw error;
    const errors = [{ pointer: error.pointer, message: error.message }];
    throw new Problem(error.fault === 'duplicate' ? 'ambiguous_json' : 'validation_failed', {
      errors,
      outcome: 'none',
    });
  }
}

function invalid(pointer: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ pointer, message }], outcome: 'none' });
}
