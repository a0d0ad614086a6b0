import type { LoggerService } from '@nestjs/common';
import { Logger, PinoLogger } from 'nestjs-pino';

import type { Settings } from '../config/settings.ts';
import { logOptions } from './log-options.ts';

/** Contexts of Nest's own lines at its start, one for each module and route: operators do not need them. */
const START_UP = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** The service's logger, with Nest's own start-up talk kept for `debug`. */
export class ServiceLogger implements LoggerService {
  constructor(private readonly inner: LoggerService) {}

  log(message: unknown, ...rest: unknown[]): void {
    if (typeof rest.at(-1) === 'string' && START_UP.has(String(rest.at(-1)))) this.debug(message, ...rest);
    else this.inner.log(message, ...rest);
  }

  /** What ends the start is told once, by whoever starts: a fault of a module, or a port that is taken. */
  error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) === 'ExceptionHandler' || rest.at(-1) === 'NestApplication') this.debug(message, ...rest);
    else this.inner.error(message, ...rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.inner.warn(message, ...rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.inner.debug?.(message, ...rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.inner.verbose?.(message, ...rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.inner.fatal?.(message, ...rest);
  }
}

/** Writes the lines of the service from the first one on, before the application exists that brings its own logger. */
export function firstLogger(settings: Pick<Settings, 'logLevel' | 'logFormat'>): ServiceLogger {
  const options = logOptions(settings);
  return new ServiceLogger(new Logger(new PinoLogger(options), options));
}
