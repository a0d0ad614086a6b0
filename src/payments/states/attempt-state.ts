import type { AttemptState as StoredAttemptState } from '../../database/states.ts';

export const ATTEMPT_STATES = [
  'sending',
  'unknown',
  'action_required',
  'succeeded',
  'declined',
  'not_processed',
] as const satisfies readonly StoredAttemptState[];

export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** An attempt whose end is not known; it blocks every other attempt on the same payment (M6). */
export type OpenAttemptState = 'sending' | 'unknown' | 'action_required';

export function isOpen(state: string): state is OpenAttemptState {
  return state === 'sending' || state === 'unknown' || state === 'action_required';
}
