import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { OUTCOMES, isOutcome } from '../payments/outcomes.ts';
import type { FaultKind, FaultRule } from './fault.ts';

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
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
  outcome: (fault) => (isOutcome(fault['outcome']) ? undefined : `outcome must be one of ${OUTCOMES.join(', ')}`),
  echo_payload: nothing,
};

/** Rules from JSON, or the sentence that says what is wrong with them. */
export function readRules(value: unknown): readonly FaultRule[] | string {
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
  for (const [name, value] of Object.entries(match)) {
    if (name === 'nth' ? !isCount(value) || value === 0 : typeof value !== 'string') {
      return `match.${name} has a wrong value`;
    }
    if (!['method', 'path', 'nth'].includes(name)) return `match.${name} is unknown`;
  }
  if (!isObject(fault)) return 'fault must be an object';
  const kind = fault['kind'];
  if (typeof kind !== 'string' || !Object.hasOwn(CHECKS, kind)) {
    return `fault.kind must be one of ${Object.keys(CHECKS).join(', ')}`;
  }
  return CHECKS[kind as FaultKind](fault);
}
