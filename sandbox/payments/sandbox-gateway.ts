import type { Gateway } from '../gateways/gateways.ts';
import { isObject, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Attempt, GatewayWord, Transaction } from '../transactions/transaction.ts';
import type { AttemptOutcome } from './outcomes.ts';

/** Only the gateway Ottu Sandbox takes orders of what a payment comes to (F16.5). */
export const isOttuSandbox = ({ pgName }: Pick<Gateway, 'pgName'>): boolean => pgName === 'ottu_sandbox';

const RESULTS: ReadonlyMap<string, AttemptOutcome> = new Map<string, AttemptOutcome>([
  ['success', 'success'],
  ['failed', 'declined'],
  ['error', 'error'],
  ['canceled', 'canceled'],
  ['pending', 'pending'],
]);

/** What `extra.sandbox_result` orders. */
export function orderedOutcome(gateway: Gateway, echo: JsonObject): AttemptOutcome | undefined {
  return isOttuSandbox(gateway) ? RESULTS.get(extraText(echo, 'sandbox_result') ?? '') : undefined;
}

/** What `extra.sandbox_inquiry_result` makes the gateway say when it is asked later. */
export function orderedWord(attempt: Attempt, { echo }: Transaction): GatewayWord['says'] | undefined {
  const ordered = isOttuSandbox(attempt.gateway) ? extraText(echo, 'sandbox_inquiry_result') : undefined;
  if (ordered === 'success') return 'success';
  return ordered === 'failed' ? 'declined' : undefined;
}

function extraText(echo: JsonObject, name: string): string | undefined {
  const { extra } = echo;
  return isObject(extra) ? textOf(extra, name) : undefined;
}
