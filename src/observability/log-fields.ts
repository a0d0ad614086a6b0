import { serializeError } from './error-serializer.ts';

/**
 * Everything a log line may hold besides level, time and message. What is not named here is dropped, so that a body, a
 * header or a token cannot reach the log by being inside an object that was logged. New names are added here.
 */
const LOG_FIELDS: ReadonlySet<string> = new Set([
  'address',
  'attempt_id',
  'attempt_state',
  'caller',
  'code',
  'context',
  'count',
  'database',
  'duration_ms',
  'environment',
  'event',
  'event_id',
  'exit_code',
  'gateway',
  'host',
  'instrument_type',
  'internal_port',
  'migration',
  'method',
  'mode',
  'node',
  'note',
  'operation',
  'order_no',
  'outcome',
  'payment_id',
  'payment_state',
  'port',
  'reason',
  'request_id',
  'result',
  'route',
  'scope',
  'session_id',
  'signal',
  'status',
  'tries',
  'version',
]);

/** Drops every field that is not on the list, and every value that is not plain; errors go through `serializeError`. */
export function allowedFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const allowed = Object.entries(fields).filter(
    ([name, value]) => LOG_FIELDS.has(name) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  const err = serializeError(fields['err']);
  return { ...Object.fromEntries(allowed), ...(err !== undefined && { err }) };
}
