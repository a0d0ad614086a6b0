import type { Params } from 'nestjs-pino';
import pino, { type DestinationStream } from 'pino';
import type { Settings } from '../config/settings.ts';
import { currentWork } from '../tracing/work.ts';
import { allowedFields, serializeError } from './log-fields.ts';
import { prettyStream } from './pretty-lines.ts';
import { turnStream } from './turn-stream.ts';

type LogSettings = Pick<Settings, 'logLevel' | 'logFormat'>;
type PinoOptions = Exclude<Params['pinoHttp'], readonly unknown[] | DestinationStream | undefined>;

/** How this service logs: one JSON object per line, by allow-list (`log-fields.ts`), at every level. */
export function logOptions(settings: LogSettings): Params {
  const options = pinoOptions(settings);
  const stream = isPretty(settings) ? prettyStream(process.stdout) : turnStream();
  return {
    // Whose work a line belongs to is said by `Work`, so that no request needs a logger of its own.
    forRoutes: [],
    pinoHttp: stream === undefined ? options : [options, stream],
  };
}

function isPretty({ logFormat }: LogSettings): boolean {
  switch (logFormat) {
    case 'json':
      return false;
    case 'pretty':
      return true;
    case 'pretty_at_terminal':
      return process.stdout.isTTY;
  }
}

function pinoOptions({ logLevel }: LogSettings): PinoOptions {
  return {
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // One line per request is written by `RequestObserver`, which knows the route's pattern.
    autoLogging: false,
    mixin: () => currentWork()?.fields ?? {},
    wrapSerializers: false,
    // `allowedFields` has serialised `err` already; these are a second guard against objects that are written whole.
    serializers: {
      err: (error: unknown) => (error instanceof Error ? serializeError(error) : error),
      req: nothing,
      res: nothing,
    },
    formatters: {
      level: (label) => ({ level: label }),
      bindings: allowedFields,
      log: allowedFields,
    },
    hooks: {
      logMethod(args, method) {
        method.apply(this, withoutErrorMessage(args) as typeof args);
      },
    },
  };
}

/** pino takes an error's message as the line's message where none is given; messages of errors are not logged here. */
function withoutErrorMessage(args: readonly unknown[]): readonly unknown[] {
  const [first, message] = args;
  if (first instanceof Error) return [{ err: first }, errorLine(first, message), ...args.slice(2)];
  const holdsError = typeof first === 'object' && first !== null && 'err' in first && first.err instanceof Error;
  return holdsError ? [first, errorLine(first.err as Error, message), ...args.slice(2)] : args;
}

function errorLine(error: Error, given: unknown): string {
  return typeof given === 'string' ? given : (serializeError(error)?.name ?? 'Error');
}

function nothing(): undefined {
  return undefined;
}
