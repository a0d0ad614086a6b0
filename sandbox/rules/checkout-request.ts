import { fileProblem } from '../attachments/uploaded-file.ts';
import type { UploadedFile } from '../attachments/uploaded-file.ts';
import type { Gateway } from '../gateways/gateways.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Switches } from '../switches.ts';
import { checkAmount } from './checkout-amount.ts';
import { checkConditions } from './checkout-conditions.ts';
import { ECHOED_FIELDS, REQUIRED_FIELDS, WRITE_ONLY_FIELDS } from './checkout-fields.ts';
import { checkGateways } from './checkout-gateways.ts';
import { shape } from './fields.ts';
import { checkInstrument, isInstrument } from './instrument.ts';
import type { Instrument } from './instrument.ts';
import { addProblem, hasProblems } from './problems.ts';
import type { Problems } from './problems.ts';

/** A request that satisfies every rule of F2, F3 and F13. */
export interface CheckoutRequest {
  readonly type: 'e_commerce' | 'payment_request';
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly gateways: readonly Gateway[];
  readonly paymentType: 'one_off' | 'auto_debit' | 'save_card' | 'auto_pay';
  readonly orderNo: string | undefined;
  readonly customerId: string | undefined;
  readonly instrument: Instrument | undefined;
  /** What was sent and may be shown again, in the caller's spelling. */
  readonly echo: JsonObject;
  /** Write-only members that were sent. */
  readonly flags: JsonObject;
}

export type CheckedRequest =
  | { readonly ok: true; readonly request: CheckoutRequest; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: Problems; readonly warnings: readonly string[] };

const fieldsRule = shape(REQUIRED_FIELDS, { ...ECHOED_FIELDS, ...WRITE_ONLY_FIELDS });
const OWN_RULES = ['amount', 'currency_code', 'payment_instrument', 'attachment'];
const KNOWN = new Set([...OWN_RULES, ...Object.keys({ ...REQUIRED_FIELDS, ...ECHOED_FIELDS, ...WRITE_ONLY_FIELDS })]);

/** Checks a create or PUT body, or a PATCH already laid over what is stored. All problems at once. */
export function checkCheckoutRequest(body: JsonObject, switches: Switches, attachment?: UploadedFile): CheckedRequest {
  const warnings = Object.keys(body)
    .filter((name) => !KNOWN.has(name))
    .map((name) => `${name}: unknown or read-only member, ignored.`);
  const found = fieldsRule(body) ?? {};
  const problems: Problems = Array.isArray(found) ? { non_field_errors: found } : { ...found };
  const paymentType = textOf(body, 'payment_type') ?? 'one_off';
  const amountMinor = checkAmount(body, paymentType, problems);
  const instrument = readInstrument(body, problems, (warning) => warnings.push(warning));
  if (typeof body['attachment'] === 'string') {
    addProblem(problems, 'attachment', 'The submitted data was not a file. Check the encoding type on the form.');
  }
  for (const message of attachment === undefined ? [] : fileProblem(attachment)) {
    addProblem(problems, 'attachment', message);
  }
  checkConditions(body, instrument?.type, problems);
  const currency = problems['currency_code'] === undefined ? (body['currency_code'] as string) : undefined;
  const orderNo = textOf(body, 'order_no');
  const gateways =
    problems['pg_codes'] === undefined
      ? checkGateways(
          {
            codes: body['pg_codes'] as string[],
            currency,
            paymentType,
            instrument: instrument?.type,
            orderNo,
            switches,
          },
          problems,
        )
      : [];
  if (hasProblems(problems) || amountMinor === undefined || currency === undefined) {
    return { ok: false, problems, warnings };
  }
  const request: CheckoutRequest = {
    type: body['type'] as CheckoutRequest['type'],
    amountMinor,
    currency,
    gateways,
    paymentType: paymentType as CheckoutRequest['paymentType'],
    orderNo,
    customerId: textOf(body, 'customer_id'),
    instrument,
    echo: pick(body, ['type', 'amount', 'currency_code', 'pg_codes', ...Object.keys(ECHOED_FIELDS)]),
    flags: pick(body, Object.keys(WRITE_ONLY_FIELDS)),
  };
  return { ok: true, request, warnings };
}

function readInstrument(body: JsonObject, problems: Problems, warn: (warning: string) => void): Instrument | undefined {
  if (body['payment_instrument'] === undefined) return undefined;
  const checked = checkInstrument(body['payment_instrument'], warn);
  if (isInstrument(checked)) return checked;
  problems['payment_instrument'] = checked;
  return undefined;
}

function pick(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}
