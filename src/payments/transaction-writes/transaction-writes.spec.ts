import { describe, expect, it } from '@jest/globals';

import type { Settings } from '../../config/settings.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import type { SettleWithRetry } from '../settlement/settle-with-retry.ts';
import { NothingTaken, TransactionWrites, type CallEnds, type WriteCall } from './transaction-writes.ts';

const REPLY = { status: 201 } as OttuReply;
const writes = new TransactionWrites({} as SettleWithRetry, { ottu: { timeoutMs: 1_000 } } as Settings);

/** Which end the call came to, and by what. */
async function endOf(prepare: () => WriteCall, answered?: CallEnds<unknown>['answered']): Promise<unknown> {
  return writes.send<unknown>(prepare, {
    answered: answered ?? (async (reply) => ['answered', reply]),
    lost: async (cause) => ['lost', cause],
    notSent: async (cause, refusal) => ['not sent', cause, ...(refusal === undefined ? [] : [refusal])],
  });
}

function failing(error: Error): () => WriteCall {
  return () => async () => {
    throw error;
  };
}

describe('M5: whether Ottu has heard a write is decided in one place', () => {
  it('an answer is an answer, whatever its status', async () => {
    expect(await endOf(() => async () => REPLY)).toEqual(['answered', REPLY]);
  });

  it('what fails while the request is made was not sent', async () => {
    const fault = new Error('no text');
    const prepare = (): WriteCall => {
      throw fault;
    };
    expect(await endOf(prepare)).toEqual(['not sent', fault]);
  });

  it("the transport's word decides about its own faults", async () => {
    const unsent = new TransportFault('unreachable', false);
    const sent = new TransportFault('deadline', true);
    expect(await endOf(failing(unsent))).toEqual(['not sent', unsent]);
    expect(await endOf(failing(sent))).toEqual(['lost', sent]);
  });

  it('a fault of unknown kind may have struck after the first byte', async () => {
    const fault = new Error('unknown');
    expect(await endOf(failing(fault))).toEqual(['lost', fault]);
  });

  it('a call may know that nothing was taken although bytes went out', async () => {
    const fault = new TransportFault('deadline', true);
    const refusal = new Problem('payload_too_large');
    expect(await endOf(failing(new NothingTaken(refusal, fault)))).toEqual(['not sent', fault, refusal]);
  });

  it('an answer that cannot be worked with is lost', async () => {
    const fault = new TypeError('unreadable');
    expect(
      await endOf(
        () => async () => REPLY,
        async () => Promise.reject(fault),
      ),
    ).toEqual(['lost', fault]);
  });

  it('what the caller is told of an answer passes, and the write is not lost by it', async () => {
    const told = new Problem('ottu_bad_answer');
    await expect(
      endOf(
        () => async () => REPLY,
        async () => Promise.reject(told),
      ),
    ).rejects.toBe(told);
  });
});
