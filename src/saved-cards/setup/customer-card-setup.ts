import { Injectable } from '@nestjs/common';

import type { Caller } from '../../access/caller.ts';
import type { JsonBody } from '../../http/json-body.ts';
import { asPaymentId } from '../../payments/identifiers.ts';
import { PaymentsReader } from '../../payments/reading/payments-reader.ts';
import { toPaymentResponse } from '../../payments/reading/to-payment-response.ts';
import { Problem } from '../../problems/problem.ts';
import { CustomerCards, type CardHolder } from '../customer-cards.ts';
import type { CustomerCardSetupRequest } from './card-setup.request.ts';
import type { CustomerCardSetupAnswer } from './card-setup.response.ts';
import { SetUpCard } from './set-up-card.ts';
import { toServerProblem } from './setup-problems.ts';

/** A card of any customer, for a server of the merchant, which hands the page's address on. */
@Injectable()
export class CustomerCardSetup {
  constructor(
    private readonly setUp: SetUpCard,
    private readonly cards: CustomerCards,
    private readonly payments: PaymentsReader,
  ) {}

  /** @throws Problem of `SetUpCard` */
  async execute(
    caller: Caller,
    { customerId }: CardHolder,
    { key, body }: { readonly key: string | undefined; readonly body: JsonBody<CustomerCardSetupRequest> },
  ): Promise<{ readonly answer: CustomerCardSetupAnswer; readonly replayed: boolean }> {
    this.cards.assertListed();
    const path = `/v1/customers/${encodeURIComponent(customerId)}/cards/setup`;
    const idempotency =
      key === undefined ? undefined : { caller: caller.name, method: 'POST', path, key, bodySha256: body.sha256 };
    const ready = await this.setUp
      .execute({ customerId, caller: caller.name, idempotency }, body.dto)
      .catch((error: unknown) => {
        throw toServerProblem(error);
      });
    const found = await this.payments.find(asPaymentId(ready.paymentId));
    if (found === undefined) throw new Problem('store_unavailable', { outcome: 'none', retryAfterSeconds: 5 });
    const { payment, links } = toPaymentResponse(found.payment, found.newest);
    return { answer: { checkout_url: ready.checkoutUrl, payment, links }, replayed: ready.replayed };
  }
}
