import { isObject, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { agreementProblems } from './agreement.ts';
import type { InstrumentType } from './instrument.ts';
import { REQUIRED, addProblem, hasProblems } from './problems.ts';
import type { Problems } from './problems.ts';

/** Payments that leave a saved card, and so need somebody who owns it. */
const KEEPS_CARD: ReadonlySet<string> = new Set(['auto_debit', 'save_card', 'auto_pay']);

/** Conditions between fields (F2.2, F3.2, F13). */
export function checkConditions(body: JsonObject, instrument: InstrumentType | undefined, problems: Problems): void {
  const paymentType = textOf(body, 'payment_type') ?? 'one_off';
  checkAgreement(body, paymentType, instrument, problems);
  const ownerNeeded = KEEPS_CARD.has(paymentType) || instrument === 'wallet' || instrument === 'token';
  if (ownerNeeded && textOf(body, 'customer_id') === undefined) addProblem(problems, 'customer_id', REQUIRED);
  if (paymentType === 'save_card' && textOf(body, 'webhook_url') === undefined) {
    addProblem(problems, 'webhook_url', REQUIRED);
  }
  if (paymentType === 'auto_pay' && textOf(body, 'customer_email') === undefined) {
    addProblem(problems, 'customer_email', REQUIRED);
  }
  checkNotifications(body, problems);
  checkBranding(body, problems);
}

function checkAgreement(
  body: JsonObject,
  paymentType: string,
  instrument: InstrumentType | undefined,
  problems: Problems,
): void {
  const given = body['agreement'];
  const needed = paymentType === 'auto_debit' || paymentType === 'auto_pay';
  if (needed && given === undefined) return addProblem(problems, 'agreement', REQUIRED);
  if (!needed && given !== undefined) {
    return addProblem(problems, 'agreement', `This field is not allowed when payment_type is ${paymentType}.`);
  }
  if (!isObject(given) || problems['agreement'] !== undefined) return;
  const found = agreementProblems(given, instrument === 'token' || paymentType === 'auto_pay');
  if (hasProblems(found)) problems['agreement'] = found;
}

function checkNotifications(body: JsonObject, problems: Problems): void {
  const wanted = body['notifications'];
  if (!isObject(wanted) || problems['notifications'] !== undefined) return;
  const found: Problems = {};
  const needs = (channel: string, field: string): void => {
    const events = wanted[channel];
    if (Array.isArray(events) && events.length > 0 && textOf(body, field) === undefined) {
      addProblem(found, channel, `${field} is required when ${channel} notifications are set.`);
    }
  };
  needs('email', 'customer_email');
  needs('sms', 'customer_phone');
  if (hasProblems(found)) problems['notifications'] = found;
}

/** Branding is of gateways of this request, and of one at least (F16.9). */
function checkBranding(body: JsonObject, problems: Problems): void {
  const branding = body['branding_options'];
  if (!isObject(branding) || !isObject(branding['payment_methods'])) return;
  if (problems['branding_options'] !== undefined || problems['pg_codes'] !== undefined) return;
  const named = Object.keys(branding['payment_methods']);
  const codes = Array.isArray(body['pg_codes']) ? body['pg_codes'] : [];
  const strangers = named.filter((code) => !codes.includes(code));
  if (named.length === 0) {
    problems['branding_options'] = { payment_methods: ['This dictionary may not be empty.'] };
  } else if (strangers.length > 0) {
    problems['branding_options'] = { payment_methods: [`Not among pg_codes: ${strangers.join(', ')}.`] };
  }
}
