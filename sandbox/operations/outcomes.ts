/** Everything a refund, capture or void can come to. The README explains each. */
export const OPERATION_OUTCOMES = [
  'done',
  'queued',
  'queued_then_rejected',
  'queued_until_decided',
  'refused',
  'answered_failed',
  'lost_and_done_later',
] as const;
export type OperationOutcome = (typeof OPERATION_OUTCOMES)[number];

/** Outcomes that leave a child. The others are answered without one. */
export type DoneOutcome = Exclude<OperationOutcome, 'refused' | 'answered_failed' | 'lost_and_done_later'>;

export function isOperationOutcome(value: unknown): value is OperationOutcome {
  return typeof value === 'string' && (OPERATION_OUTCOMES as readonly string[]).includes(value);
}

export function isDoneOutcome(value: unknown): value is DoneOutcome {
  return value === 'done' || value === 'queued' || value === 'queued_then_rejected' || value === 'queued_until_decided';
}
