import { certificateFault } from '../outgoing/certificate-fault.ts';

/**
 * Everything a log line may hold besides level, time and message. What is not named here is dropped, so that a body, a
 * header or a token cannot reach the log by being inside an object that was logged. New names are added here.
 */
const LOG_FIELDS: ReadonlySet<string> = new Set([
  'address',
  'attempt_id',
  'attempt_state',
  'caller',
  'cart_id',
  'cart_version',
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
  'group',
  'host',
  'instrument_type',
  'internal_port',
  'migration',
  'method',
  'mode',
  'node',
  'note',
  'operation',
  'operation_id',
  'order_no',
  'outcome',
  'payment_id',
  'payment_state',
  'port',
  'queued_ms',
  'reason',
  'request_id',
  'result',
  'route',
  'scope',
  'sent',
  'session_id',
  'signal',
  'status',
  'trace_id',
  'tries',
  'version',
  'work',
]);

/** Drops every field that is not on the list, and every value that is not plain; errors go through `serializeError`. */
export function allowedFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { err: thrown, code, reason } = fields;
  const err = serializeError(thrown);
  const note = certificateNote([code, reason], err);
  const allowed: Record<string, unknown> = note === undefined ? {} : { note };
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (LOG_FIELDS.has(name) && isPlain(value)) allowed[name] = value;
  }
  if (err !== undefined) allowed['err'] = err;
  return allowed;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Codes about certificates are OpenSSL's, and few know them: they are told in words, whichever call they ended. */
function certificateNote(said: readonly unknown[], err?: LoggedError): string | undefined {
  const codes = [...said];
  for (let cause = err; cause !== undefined; cause = cause.cause) codes.push(cause.code);
  for (const text of codes) {
    const fault = typeof text === 'string' ? certificateFault(text) : undefined;
    if (fault !== undefined) return `${fault.seen}; ${fault.todo}`;
  }
  return undefined;
}

const MAX_CAUSES = 4;
const FRAME = /^\s+at .*(?::\d+:\d+\)?|\(native\)|<anonymous>\)?)$/;

/** An error as it may be logged. */
export interface LoggedError {
  readonly name: string;
  readonly code?: string | number;
  /** Only of errors that say themselves what may be logged. */
  readonly message?: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

/**
 * Name, code and our stack, and never the message: messages of drivers and parsers quote the data that they stumbled
 * over. An error class of ours that has something to say to the log says it in `logMessage` or, as problems do, in
 * `options.operatorNote`.
 */
export function serializeError(error: unknown, depth = 0): LoggedError | undefined {
  if (error === undefined || error === null) return undefined;
  if (!(error instanceof Error)) return { name: `thrown ${typeof error}` };
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined;
  const message = 'logMessage' in error && typeof error.logMessage === 'string' ? error.logMessage : undefined;
  const stack = frames(error);
  const cause = depth < MAX_CAUSES ? serializeError(error.cause, depth + 1) : undefined;
  return {
    name: error.constructor?.name || 'Error',
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
    ...(stack !== '' && { stack }),
    ...(cause !== undefined && { cause }),
  };
}

/** The frames without the first lines, which are name and message; a message of many lines could look like frames. */
function frames({ stack, message }: Error): string {
  if (typeof stack !== 'string') return '';
  const start = message === '' ? -1 : stack.indexOf(message);
  const rest = start === -1 ? stack : stack.slice(start + message.length);
  return rest
    .split('\n')
    .filter((line) => FRAME.test(line))
    .join('\n');
}
