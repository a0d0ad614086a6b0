import 'reflect-metadata';

import { Logger } from '@nestjs/common';

import { ConfigurationError } from './config/configuration-error.ts';
import { processEnvironment } from './config/process-environment.ts';
import { readSettings } from './config/read-settings.ts';
import { asDatabaseUnusable, DatabaseUnusable } from './database/database-unusable.ts';
import { DirectoryLocked } from './database/directory-lock.ts';
import { StoreUnavailable } from './database/store-unavailable.ts';
import { firstLogger } from './observability/service-logger.ts';
import { CannotListen, startService, type RunningService } from './create-app.ts';

const logger = new Logger('Service');
/** Whether lines are JSON by now: what is wrong with the configuration is told to whoever types it. */
let isLogging = false;

try {
  const settings = readSettings(processEnvironment());
  Logger.overrideLogger(firstLogger(settings));
  isLogging = settings.logLevel !== 'silent';
  for (const warning of settings.warnings) logger.warn(`LIVE_CHECKS=warn: ${warning}`);
  const service = await startService(settings);
  const { host, port, internalPort } = settings.http;
  const internal = internalPort === undefined ? '' : `, internal port ${internalPort}`;
  logger.log(`ottu-bff is listening on ${host}:${port}${internal} (${settings.ottu.mode} mode)`);
  endOnSignal(service, settings.http.drainDelayMs);
} catch (error) {
  explain(error);
  process.exit(1);
}

/**
 * As PID 1 of a container there is no default action for signals: the process ends itself, with status 0. Balancers go on
 * sending requests until they have seen that it is not ready any more, and a webhook of Ottu that is refused never comes
 * again: so the listener stays open for the drain delay. A second signal ends the wait.
 */
function endOnSignal(service: RunningService, drainDelayMs: number): void {
  let draining: NodeJS.Timeout | undefined;
  let ending = false;
  const end = (signal: string): void => {
    if (ending) return;
    ending = true;
    clearTimeout(draining);
    logger.log(`${signal}: no new connections; what is under way is finished first`);
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        explain(error);
        process.exit(1);
      },
    );
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (draining !== undefined || drainDelayMs === 0) return end(signal);
    service.drain();
    logger.log(`${signal}: not ready any more; everything is served for ${drainDelayMs} ms yet`);
    draining = setTimeout(() => end('Drained'), drainDelayMs);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** One line that a person can act on; a stack only where nobody foresaw the fault. */
function explain(fault: unknown): void {
  const error = fault instanceof StoreUnavailable ? asDatabaseUnusable(fault) : fault;
  if (!isLogging) process.stderr.write(`${error instanceof Error ? error.message : 'unknown fault'}\n`);
  else if (isForeseen(error)) logger.fatal(error.message);
  else logger.fatal({ err: error }, 'ottu-bff could not go on');
}

/** Errors whose messages are written for operators. */
function isForeseen(error: unknown): error is Error {
  return [ConfigurationError, DirectoryLocked, DatabaseUnusable, CannotListen].some((kind) => error instanceof kind);
}
