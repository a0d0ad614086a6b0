import type { WebhookState } from '../../database/schema.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';
import type { InboxFilter } from './inbox-reader.ts';
import { WEBHOOK_STATES } from './inbox.response.ts';

export type InboxQuery = Readonly<Record<string, unknown>>;

const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

const RULES: Readonly<Record<string, { readonly fits: (text: string) => boolean; readonly message: string }>> = {
  state: {
    fits: (text) => WEBHOOK_STATES.includes(text as WebhookState),
    message: `must be one of: ${WEBHOOK_STATES.join(', ')}`,
  },
  order_no: { fits: (text) => text.length >= 1 && text.length <= 128, message: 'must be 1 to 128 characters' },
  cursor: { fits: isInboxId, message: 'must be the next_cursor of a page' },
  limit: {
    fits: (text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_LIMIT,
    message: `must be a whole number from 1 to ${MAX_LIMIT}`,
  },
};

/** @throws Problem `validation_failed` that names every parameter at fault, unknown ones included */
export function readInboxQuery(query: InboxQuery): InboxFilter {
  const errors = Object.entries(query).flatMap(([name, value]): FieldError[] => {
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
    const message = rule === undefined ? 'is not known' : rule.message;
    return typeof value === 'string' && rule?.fits(value) === true ? [] : [{ pointer: `/${name}`, message }];
  });
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  const { state, order_no: orderNo, cursor, limit } = query as Readonly<Record<string, string | undefined>>;
  return {
    state: state as WebhookState | undefined,
    orderNo,
    before: cursor,
    limit: Number(limit ?? DEFAULT_LIMIT),
  };
}

/** Within a 64-bit integer. */
export function isInboxId(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text);
}
