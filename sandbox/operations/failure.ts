import { json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Operation } from './request.ts';

/** E5. */
export function operationFailed(operation: Operation, detail: string): Answer {
  return json(400, { detail, operation, result: 'failed' });
}
