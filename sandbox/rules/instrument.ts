import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { choice, integer, shape, text } from './fields.ts';
import { REQUIRED } from './problems.ts';
import type { Problem, Problems, Rule } from './problems.ts';

export const INSTRUMENT_TYPES = ['apple_pay', 'google_pay', 'samsung_pay', 'token', 'wallet'] as const;
export type InstrumentType = (typeof INSTRUMENT_TYPES)[number];

export interface Instrument {
  readonly type: InstrumentType;
  readonly payload: JsonObject;
}

const filled = text({ blank: false });

// OA asks for `transactionId` and Ottu's own samples lack it, so its absence is a warning and no fault (F3.1).
const appleHeader = shape({ publicKeyHash: filled }, { transactionId: filled, ephemeralPublicKey: filled });
const appleData: Readonly<Record<string, Rule>> = {
  version: filled,
  data: filled,
  signature: filled,
  header: appleHeader,
};
const appleFull = shape({
  paymentData: shape(appleData),
  paymentMethod: shape({ displayName: text(), network: text(), type: text() }),
  transactionIdentifier: filled,
});
const appleInner = shape(appleData);

const googleFull = shape({
  apiVersion: integer(),
  apiVersionMinor: integer(),
  paymentMethodData: shape({
    type: filled,
    description: text(),
    info: shape({ cardNetwork: filled, cardDetails: text() }),
    tokenizationData: shape({ type: filled, token: filled }),
  }),
});
const googleInner = shape(
  { signature: filled, protocolVersion: filled, signedMessage: filled },
  { intermediateSigningKey: shape({}) },
);

/** Apple Pay's token, whole or its inner part alone; the same rule for one-step and native payments (F3.1, F4.1). */
export function applePayload(value: unknown, warn: (warning: string) => void): Problem | undefined {
  if (!isObject(value)) return appleFull(value);
  const inner = value['paymentData'] === undefined && value['data'] !== undefined;
  const data = inner ? value : value['paymentData'];
  if (isObject(data) && isObject(data['header']) && data['header']['transactionId'] === undefined) {
    warn(
      "payload: paymentData.header.transactionId is missing; Ottu's schema asks for it, its samples do not send it.",
    );
  }
  if (inner) warn('payload: only the inner paymentData of Apple Pay was sent.');
  return (inner ? appleInner : appleFull)(value);
}

function payloadRule(type: InstrumentType, payload: JsonObject, warn: (warning: string) => void): Rule {
  switch (type) {
    case 'apple_pay':
      return (value) => applePayload(value, (warning) => warn(`payment_instrument.${warning}`));
    case 'google_pay': {
      const inner = payload['paymentMethodData'] === undefined && payload['signedMessage'] !== undefined;
      if (inner) warn('payment_instrument.payload: only the inner token of Google Pay was sent.');
      return inner ? googleInner : googleFull;
    }
    case 'samsung_pay':
    case 'token':
      return shape({ token: filled });
    case 'wallet':
      return shape({ wallet_code: filled });
  }
}

/** Shape of `payment_instrument` (F3.1). Whether the gateway takes it is another rule. */
export function checkInstrument(value: unknown, warn: (warning: string) => void): Instrument | Problem {
  if (!isObject(value)) return ['Invalid data. Expected a dictionary, but got a value of another type.'];
  const problems: Problems = {};
  const { instrument_type: type, payload } = value;
  const typeProblem = type === undefined ? [REQUIRED] : choice(INSTRUMENT_TYPES)(type);
  if (typeProblem !== undefined) problems['instrument_type'] = typeProblem;
  if (payload === undefined) problems['payload'] = [REQUIRED];
  else if (!isObject(payload)) {
    problems['payload'] = ['Invalid data. Expected a dictionary, but got a value of another type.'];
  }
  if (typeProblem !== undefined || !isObject(payload)) return problems;
  const problem = payloadRule(type as InstrumentType, payload, warn)(payload);
  if (problem !== undefined) return { payload: problem };
  return { type: type as InstrumentType, payload };
}

export function isInstrument(result: Instrument | Problem): result is Instrument {
  return !Array.isArray(result) && typeof result['type'] === 'string';
}
