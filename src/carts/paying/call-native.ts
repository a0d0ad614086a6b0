import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import { NativePaymentsApi, type NativeInstrument } from '../../ottu/native-payments-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { readChargeAnswer } from '../../payments/answers/charge-answer.ts';
import { learnFromAnswer } from '../../payments/answers/learn-from-answer.ts';
import { Redactor } from '../../payments/charging/redactor.ts';
import { RetrieveNow } from '../../payments/charging/retrieve-now.ts';
import type { AttemptId, PaymentId } from '../../payments/identifiers.ts';
import type { Learn, Learnt } from '../../payments/settlement/learnt.ts';
import { PersistentSettle } from '../../payments/settlement/persistent-settle.ts';

export interface NativeCall {
  readonly paymentId: PaymentId;
  readonly attemptId: AttemptId;
  readonly sessionId: string;
  readonly instrument: NativeInstrument;
}

/** What the call came to, as far as the shopper's answer depends on it. */
export type Called = 'settled' | 'not_sent' | 'refused' | 'unstored';

/** One call to Ottu for one claimed attempt, and what its answer means (M2 to M5, M11). */
@Injectable()
export class CallNative {
  constructor(
    private readonly native: NativePaymentsApi,
    private readonly settle: PersistentSettle,
    private readonly retrieveNow: RetrieveNow,
    private readonly settings: Settings,
  ) {}

  async call(call: NativeCall, deadline: Deadline): Promise<Called> {
    let reply: OttuReply;
    try {
      reply = await this.native.pay(call.sessionId, call.instrument, deadline);
    } catch (error) {
      return this.#noAnswer(call, deadline, error);
    }
    const answer = readChargeAnswer(
      reply,
      this.settings.ottu.webhookKeys.map((key) => key.reveal()),
    );
    const redactor = new Redactor(secretsOf(call.instrument), knownSecrets(this.settings.ottu));
    const learn = learnFromAnswer(answer, call.attemptId, redactor, 'native');
    let reading: ReturnType<typeof learn>['reading'] | undefined;
    const learnt = await this.#store(call, deadline, (locked) => {
      const { verdict, ...read } = withoutToken(learn(locked), call.instrument, redactor);
      reading = read.reading;
      // A payload that Ottu does not take says nothing about the transaction, which may be tried again.
      return read.reading.refused ? read : { ...read, verdict };
    });
    if (learnt !== undefined && reading?.retrieve === true) {
      await this.retrieveNow.retrieve(call.paymentId, call.sessionId);
    }
    if (learnt === undefined) return 'unstored';
    return reading?.refused === true ? 'refused' : 'settled';
  }

  /** M5: nothing was sent, so nothing was charged; or something was, so nobody knows. */
  async #noAnswer(call: NativeCall, deadline: Deadline, error: unknown): Promise<Called> {
    const sent = !(error instanceof TransportFault) || error.sent;
    const reason = error instanceof TransportFault ? error.reason : 'fault';
    const learnt = await this.#store(call, deadline, () => ({
      event: sent ? 'answer_lost' : 'not_sent',
      details: { reason },
      attempt: { id: call.attemptId, state: sent ? 'unknown' : 'not_processed', notSent: !sent },
    }));
    if (!sent) return 'not_sent';
    return learnt === undefined ? 'unstored' : 'settled';
  }

  async #store({ paymentId, sessionId }: NativeCall, deadline: Deadline, learn: Learn): Promise<Learnt | undefined> {
    const untilLeaseEnds = deadline.remainingMs() + this.settings.waits.leaseGrace;
    return this.settle.settleOrKeepTrying({ paymentId, namedSession: sessionId, learn }, untilLeaseEnds);
  }
}

function secretsOf(instrument: NativeInstrument): unknown {
  return instrument.method === 'token' ? { token: instrument.token.reveal() } : instrument.payload.value();
}

/** A challenge is shown to the shopper as Ottu wrote it, but for a card's token, should it be in there. */
function withoutToken<T extends Learnt>(learnt: T, { method }: NativeInstrument, redactor: Redactor): T {
  const { attempt } = learnt;
  if (method !== 'token' || attempt?.actionRequired === undefined) return learnt;
  return { ...learnt, attempt: { ...attempt, actionRequired: redactor.data(attempt.actionRequired) } };
}
