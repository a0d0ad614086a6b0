import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import { NativePaymentsApi, type NativeInstrument } from '../../ottu/native-payments-api.ts';
import type { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { Redactor } from '../../payments/charging/redactor.ts';
import { SettleCall, type CallEnd, type ChargeCall } from '../../payments/charging/settle-call.ts';
import type { AttemptId, PaymentId } from '../../payments/identifiers.ts';

/** The session that is paid, and the payment that it is of. */
export interface NativeTarget {
  readonly paymentId: PaymentId;
  readonly sessionId: string;
}

/** Pays once it is claimed; never throws. */
export type NativeCall = (attemptId: AttemptId, deadline: Deadline) => Promise<CallEnd>;

/** One call to Ottu for one claimed attempt on a session, and what its answer means (M2 to M5, M11). */
@Injectable()
export class CallNative {
  constructor(
    private readonly native: NativePaymentsApi,
    private readonly settleCall: SettleCall,
    private readonly settings: Settings,
  ) {}

  /** Makes what can fail to be made, before anything is claimed. */
  prepare({ paymentId, sessionId }: NativeTarget, instrument: NativeInstrument): NativeCall {
    const prepared = {
      paymentId,
      sessionId,
      source: 'native',
      cleaner: new Redactor(secretsOf(instrument), knownSecrets(this.settings.ottu)),
      // A challenge is shown to the shopper as Ottu wrote it, but for a card's token, should it be in there.
      cleansAction: instrument.method === 'token',
    } as const;
    return async (attemptId, deadline) => this.#call({ ...prepared, attemptId, deadline }, sessionId, instrument);
  }

  async #call(call: ChargeCall, sessionId: string, instrument: NativeInstrument): Promise<CallEnd> {
    let reply: OttuReply;
    try {
      reply = await this.native.pay(sessionId, instrument, call.deadline);
    } catch (error) {
      return this.settleCall.failed(call, error);
    }
    return this.settleCall.answered(call, reply);
  }
}

function secretsOf(instrument: NativeInstrument): unknown {
  return instrument.method === 'token' ? { token: instrument.token.reveal() } : instrument.payload.value();
}
