import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';

import { attributesOf, currentWork } from '../tracing/work.ts';

/** One try of a call to Ottu, in the words of the client's observer. */
interface ObservedCall {
  readonly group: string;
  readonly operation: string;
  readonly outcome: { readonly status: number } | { readonly fault: string; readonly sent: boolean };
  readonly tries: number;
  readonly queuedMs: number;
  readonly durationMs: number;
}

/** One log line, and one span where it is recorded, for each try of a call to Ottu, with whose work it was and what that is about. */
@Injectable()
export class OttuCallLog {
  onCall({ group, operation, outcome, tries, queuedMs, durationMs }: ObservedCall): void {
    const line = {
      context: 'Ottu',
      operation,
      group,
      ...('status' in outcome ? { status: outcome.status } : { reason: outcome.fault, sent: outcome.sent }),
      tries,
      queued_ms: Math.round(queuedMs),
      duration_ms: Math.round(durationMs),
    };
    PinoLogger.root['status' in outcome ? 'info' : 'warn'](line, 'call to Ottu');
    const work = currentWork();
    work?.span?.ended(`Ottu ${operation}`, 'client', queuedMs + durationMs, {
      attributes: {
        'ottu_bff.operation': operation,
        'ottu_bff.tries': tries,
        'ottu_bff.queued_ms': line.queued_ms,
        ...('status' in outcome
          ? { 'http.response.status_code': outcome.status }
          : { 'error.type': outcome.fault, 'ottu_bff.sent': outcome.sent }),
        ...attributesOf(work.subject),
      },
      failed: !('status' in outcome) || outcome.status >= 500,
    });
  }
}
