/** States of a transaction (F10.1). Children of operations have states of their own. */
export type State =
  'created' | 'pending' | 'attempted' | 'authorized' | 'paid' | 'cod' | 'failed' | 'canceled' | 'expired' | 'invalided';

/** Outcome of one attempt, the webhook's `result` (F10.4). */
export type AttemptResult = 'pending' | 'success' | 'failed' | 'canceled' | 'error' | 'cod';

const OPEN: readonly State[] = [
  'pending',
  'attempted',
  'paid',
  'authorized',
  'cod',
  'failed',
  'canceled',
  'expired',
  'invalided',
];

/** F10.2. One-step and native payments may skip `pending`. */
const TRANSITIONS: Readonly<Record<State, readonly State[]>> = {
  created: OPEN,
  pending: OPEN,
  attempted: OPEN,
  // A late answer of the gateway can still make these a success.
  failed: ['paid', 'authorized', 'cod'],
  expired: ['paid', 'authorized', 'cod'],
  cod: ['canceled'],
  authorized: [],
  paid: [],
  canceled: [],
  invalided: [],
};

export function mayMove(from: State, to: State): boolean {
  return from === to || TRANSITIONS[from].includes(to);
}

/** States in which a payer may pay, and in which fields may be changed (F15.7). */
export function isOpen(state: State): boolean {
  return state === 'created' || state === 'pending' || state === 'attempted';
}

/** What an attempt's result makes of a transaction (F10.4). */
export function stateAfter(
  result: AttemptResult,
  from: State,
  rules: { readonly operation: 'purchase' | 'authorize'; readonly attempts: 'multiple' | 'single' },
): State {
  const single = rules.attempts === 'single';
  switch (result) {
    case 'success':
      return rules.operation === 'authorize' ? 'authorized' : 'paid';
    case 'cod':
      return 'cod';
    case 'failed':
      return single ? 'failed' : 'attempted';
    case 'canceled':
      return single ? 'expired' : 'attempted';
    case 'error':
      return single ? 'failed' : from;
    case 'pending':
      return 'pending';
  }
}
