import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';

import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { asPaymentId } from '../../payments/identifiers.ts';
import type { RefreshPayment } from '../../payments/settlement/refresh-payment.ts';
import { ConfirmWithOttu } from './confirm-with-ottu.ts';

const PAYMENT = asPaymentId('3e0f1f50-6d3c-4d0e-9d0c-0b8a2a4f6c11');

let warn: jest.SpiedFunction<Logger['warn']>;
beforeEach(() => {
  warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
});

async function confirm(retrieve: RefreshPayment['retrieve']): Promise<unknown> {
  return new ConfirmWithOttu({ retrieve } as RefreshPayment).confirm({
    paymentId: PAYMENT,
    sessionId: 'a'.repeat(40),
    group: 'read',
    alongside: async () => undefined,
  });
}

describe('M71: a retrieve that brings no answer', () => {
  const fault = new TransportFault('deadline', true);
  const ours = new TypeError('no header can hold this');

  it.each<[string, Error, RefreshPayment['retrieve']]>([
    ['where Ottu is silent', fault, async () => ({ kind: 'no_answer', fault })],
    ['where the call fails by a fault of our own', ours, async () => Promise.reject(ours)],
  ])('is a reason to try the event again, with a warning: %s', async (_where, cause, retrieve) => {
    expect(await confirm(retrieve)).toBe('no_answer');
    expect(warn.mock.calls).toEqual([
      [{ err: cause, payment_id: PAYMENT }, 'A retrieve brought no answer; the event is tried again'],
    ]);
  });
});
