import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { OPERATION_OUTCOMES, isOperationOutcome } from '../operations/outcomes.ts';
import { OUTCOMES, isOutcome } from '../payments/outcomes.ts';
import type { AnyFaultRule, FaultKind, FaultRule, WebhookFault } from './fault.ts';

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isNth = (value: unknown): boolean => isCount(value) && value !== 0;
const isWhen = (value: unknown): boolean => value === undefined || value === 'before' || value === 'after';
const whenOnly = (fault: JsonObject): string | undefined =>
  isWhen(fault['when']) ? undefined : 'when must be before or after';
const withSet = (fault: JsonObject): string | undefined =>
  isObject(fault['set']) ? undefined : 'set must be an object';
const nothing = (): undefined => undefined;

/** What is wrong with the members of each kind; undefined when nothing is. */
const CHECKS: Readonly<Record<FaultKind, (fault: JsonObject) => string | undefined>> = {
  answer_lost: nothing,
  reset_before: nothing,
  reset_during_answer: nothing,
  truncated: nothing,
  delay: (fault) => (isCount(fault['ms']) ? whenOnly(fault) : 'ms must be a whole number of milliseconds'),
  hold: whenOnly,
  hang: whenOnly,
  status: (fault) => {
    const { status, headers, content_type: type } = fault;
    if (!isCount(status) || Number(status) < 200 || Number(status) > 599) return 'status must be from 200 to 599';
    if (headers !== undefined && !isObject(headers)) return 'headers must be an object';
    if (type !== undefined && typeof type !== 'string') return 'content_type must be a string';
    return whenOnly(fault);
  },
  malformed: nothing,
  empty: nothing,
  html: nothing,
  wrong_content_type: nothing,
  tamper: withSet,
  resign: withSet,
  drop_signature: nothing,
  outcome: ({ outcome, message }) => {
    if (!isOutcome(outcome)) return `outcome must be one of ${OUTCOMES.join(', ')}`;
    return message === undefined || typeof message === 'string' ? undefined : 'message must be a string';
  },
  operation: ({ outcome }) =>
    isOperationOutcome(outcome) ? undefined : `outcome must be one of ${OPERATION_OUTCOMES.join(', ')}`,
  echo_payload: nothing,
};

const WEBHOOK_CHECKS: Readonly<Record<WebhookFault['kind'], (fault: JsonObject) => string | undefined>> = {
  lost: nothing,
  doubled: ({ times }) => (times === undefined || isNth(times) ? undefined : 'times must be a whole number above 0'),
  delayed: (fault) => (isCount(fault['ms']) ? undefined : 'ms must be a whole number of milliseconds'),
  reordered: nothing,
  before_answer: nothing,
  forged: nothing,
  tampered: withSet,
  other_session: nothing,
  missing_member: ({ member }) => (typeof member === 'string' ? undefined : 'member must be the name of a member'),
};

const isText = (value: unknown): boolean => typeof value === 'string';
const REQUEST_MATCH = { method: isText, path: isText, operation: isText, nth: isNth };
const WEBHOOK_MATCH = {
  webhook: (value: unknown): boolean => value === true,
  order_no: isText,
  event: (value: unknown): boolean => value === 'payment' || value === 'operation',
  nth: isNth,
};

/** Rules from JSON, or the sentence that says what is wrong with them. */
export function readRules(value: unknown): readonly AnyFaultRule[] | string {
  if (!Array.isArray(value)) return 'The body must be a JSON array of rules.';
  for (const [index, rule] of value.entries()) {
    const problem = ruleProblem(rule);
    if (problem !== undefined) return `Rule ${index}: ${problem}.`;
  }
  return value.map((rule: FaultRule) => ({ match: rule.match ?? {}, fault: rule.fault }));
}

function ruleProblem(rule: unknown): string | undefined {
  if (!isObject(rule)) return 'it must be an object with match and fault';
  const { match = {}, fault } = rule;
  if (!isObject(match)) return 'match must be an object';
  const ofWebhooks = 'webhook' in match;
  const members: Readonly<Record<string, (value: unknown) => boolean>> = ofWebhooks ? WEBHOOK_MATCH : REQUEST_MATCH;
  for (const [name, value] of Object.entries(match)) {
    const isRight = Object.hasOwn(members, name) ? members[name] : undefined;
    if (isRight === undefined) return `match.${name} is unknown`;
    if (!isRight(value)) return `match.${name} has a wrong value`;
  }
  if (!isObject(fault)) return 'fault must be an object';
  const checks: Readonly<Record<string, (fault: JsonObject) => string | undefined>> = ofWebhooks
    ? WEBHOOK_CHECKS
    : CHECKS;
  const kind = fault['kind'];
  const check = typeof kind === 'string' && Object.hasOwn(checks, kind) ? checks[kind] : undefined;
  return check === undefined ? `fault.kind must be one of ${Object.keys(checks).join(', ')}` : check(fault);
}
