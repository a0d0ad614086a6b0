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
