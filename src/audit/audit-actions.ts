import type { DeclaredRoute } from '../access/route-table.ts';

/** What can be done with a service key, as the audit names it. */
export const AUDIT_ACTIONS = [
  'agreement.cancel',
  'attachment.upload',
  'card.delete',
  'card.setup',
  'cart.buy_now',
  'cart.create',
  'customer.erase',
  'event.redeliver',
  'event.test',
  'link.change',
  'link.create',
  'link.expire',
  'link.resend',
  'operation.approve',
  'operation.refuse',
  'operation.request',
  'operation.resolve',
  'payment.auto_debit',
  'payment.charge',
  'payment.erase',
  'payment.inquire',
  'payment.review',
  'transaction.change',
  'transaction.create',
  'webhook.replay',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditRule {
  readonly action: AuditAction;
  /**
   * When it is written that the use began. `first`: by a statement of its own, before the route does anything.
   * `with_claim`: by the statement of the claim, without which the route changes nothing, here or at Ottu.
   */
  readonly begins: 'first' | 'with_claim';
}

/** Every route that a service key opens, but for those that read by their method. One that is not here stops the start. */
const RULES: Readonly<Record<string, AuditRule | 'changes nothing'>> = {
  'DELETE /v1/customers/:id/cards/:card_id': first('card.delete'),
  'PATCH /v1/payment-transactions/:session_id': first('transaction.change'),
  'POST /v1/agreements/:id/cancel': first('agreement.cancel'),
  'POST /v1/attachments': first('attachment.upload'),
  'POST /v1/auto-debits': withClaim('payment.auto_debit'),
  'POST /v1/buy-now': withClaim('payment.charge'),
  'POST /v1/buy-now/intents': first('cart.buy_now'),
  'POST /v1/carts': first('cart.create'),
  'POST /v1/customers/:id/cards/setup': first('card.setup'),
  'POST /v1/customers/:id/erasure': first('customer.erase'),
  'POST /v1/merchant-events/:id/redeliver': first('event.redeliver'),
  'POST /v1/merchant-events/test': first('event.test'),
  'PATCH /v1/payment-links/:id': first('link.change'),
  'POST /v1/payment-links': withClaim('link.create'),
  'POST /v1/payment-links/:id/expire': first('link.expire'),
  'POST /v1/payment-links/:id/resend': first('link.resend'),
  'POST /v1/payment-methods/query': 'changes nothing',
  'POST /v1/payment-transactions': withClaim('transaction.create'),
  'POST /v1/payments/:id/erasure': first('payment.erase'),
  'POST /v1/payments/:id/inquiry': first('payment.inquire'),
  'POST /v1/payments/:id/operations': first('operation.request'),
  'POST /v1/payments/:id/operations/:operation_id/approve': first('operation.approve'),
  'POST /v1/payments/:id/operations/:operation_id/refuse': first('operation.refuse'),
  'POST /v1/payments/:id/operations/:operation_id/resolve': first('operation.resolve'),
  'POST /v1/payments/:id/review': first('payment.review'),
  'POST /v1/webhook-inbox/:id/replay': first('webhook.replay'),
  'PUT /v1/payment-transactions/:session_id': first('transaction.change'),
};

/** @returns nothing for a route whose use is not written down. */
export function auditRuleOf(method: string, route: string | undefined): AuditRule | undefined {
  const rule = RULES[`${method} ${route}`];
  return rule === 'changes nothing' ? undefined : rule;
}

/** Whether a service key opens the route, and its method is one that changes something. */
export function changesByServiceKey({ method, access }: Pick<DeclaredRoute, 'method' | 'access'>): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  switch (access.kind) {
    case 'server':
    case 'operator':
      return true;
    case 'storefront':
      return access.server !== undefined;
    case 'ottu':
    case 'open':
      return false;
  }
}

/** @throws Error that names every route of service keys of which it is not said how its use is written down. */
export function assertEveryUseIsAudited(routes: readonly DeclaredRoute[]): void {
  const forgotten = routes
    .filter((route) => changesByServiceKey(route) && RULES[`${route.method} ${route.path}`] === undefined)
    .map(({ handler, method, path }) => `${handler} (${method} ${path})`);
  if (forgotten.length === 0) return;
  throw new Error(`Routes of service keys without a rule in audit-actions.ts:\n  ${forgotten.join('\n  ')}`);
}

function first(action: AuditAction): AuditRule {
  return { action, begins: 'first' };
}

function withClaim(action: AuditAction): AuditRule {
  return { action, begins: 'with_claim' };
}
