import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { problemOfFault } from '../../ottu/errors/problem-of-fault.ts';
import { successObject } from '../../ottu/errors/problem-of-reply.ts';
import { PaymentMethodsApi } from '../../ottu/payment-methods-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';

/** Ottu's full query, with the caller's own text and Ottu's own answer. */
@Injectable()
export class QueryPaymentMethods {
  constructor(
    private readonly api: PaymentMethodsApi,
    private readonly settings: Settings,
  ) {}

  /**
   * @param signal ends the call when the caller has hung up.
   * @returns Ottu's JSON bytes.
   * @throws Problem of Ottu's refusal or silence
   */
  async execute(document: JsonDocument, signal?: AbortSignal): Promise<Buffer> {
    try {
      const reply = await this.api.query(document.text, new Deadline(this.settings.ottu.timeoutMs), { signal });
      successObject(reply);
      return reply.body;
    } catch (error) {
      throw error instanceof TransportFault ? problemOfFault(error) : error;
    }
  }
}
