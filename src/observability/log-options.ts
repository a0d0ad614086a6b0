import { RequestMethod } from '@nestjs/common';
import type { Params } from 'nestjs-pino';
import pino from 'pino';
import type { Settings } from '../config/settings.ts';
import { allowedFields, serializeError } from './log-fields.ts';

/** How this service logs: one JSON object per line, by allow-list (`log-fields.ts`), at every level. */
export function logOptions(settings: Pick<Settings, 'logLevel'>): Params {
  return {
    // nestjs-pino's own default, `{/*splat}`, matches no request under this Fastify; lines would have no request_id.
    forRoutes: [{ path: '*path', method: RequestMethod.ALL }],
    pinoHttp: {
      level: settings.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // One line per request is written by `RequestObserver`, which knows the route's pattern.
      autoLogging: false,
      quietReqLogger: true,
      customAttributeKeys: { reqId: 'request_id' },
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
    },
  };
}

/** pino takes an error's message as the line's message where none is given; messages of errors are not logged here. */
function withoutErrorMessage([first, ...rest]: readonly unknown[]): unknown[] {
  if (first instanceof Error) return [{ err: first }, errorLine(first, rest[0]), ...rest.slice(1)];
  const holdsError = typeof first === 'object' && first !== null && 'err' in first && first.err instanceof Error;
  return holdsError ? [first, errorLine(first.err as Error, rest[0]), ...rest.slice(1)] : [first, ...rest];
}

function errorLine(error: Error, given: unknown): string {
  return typeof given === 'string' ? given : (serializeError(error)?.name ?? 'Error');
}

function nothing(): undefined {
  return undefined;
}
