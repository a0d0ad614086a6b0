import { Injectable } from '@nestjs/common';

import { RedirectUrls } from '../access/redirect-urls.ts';
import type { Caller } from '../access/caller.ts';
import { Catalog } from '../catalog/catalog.ts';
import { Settings } from '../config/settings.ts';
import type { StoredLink } from '../database/stored-link.ts';
import { languageOf } from '../http/fields/index.ts';
import type { JsonBody } from '../http/json-body.ts';
import { priceOf, snapshotOf } from '../payments/buy-now/buy-now.ts';
import type { IdempotencyClaim } from '../payments/attempts/idempotency-keys.ts';
import { extraWithDefaults } from '../payments/request/ottu-defaults.ts';
import { withPhones } from '../payments/request/phones.ts';
import { beforeClaim } from '../problems/before-claim.ts';
import { Problem, type FieldError } from '../problems/problem.ts';
import { MakeLink, type MadeLink } from './make-link.ts';
import { PaymentLinkRequest } from './payment-link.request.ts';

export const PAYMENT_LINKS_PATH = '/v1/payment-links';

/** A request for a payment link, priced and brought into Ottu's terms. */
@Injectable()
export class CreateLink {
  constructor(
    private readonly make: MakeLink,
    private readonly catalog: Catalog,
    private readonly redirects: RedirectUrls,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem for what is wrong with the request (outcome `none`), of the catalog, and those of `MakeLink` */
  async execute(caller: Caller, key: string, body: JsonBody<PaymentLinkRequest>): Promise<MadeLink> {
    const idempotency: IdempotencyClaim = {
      caller: caller.name,
      method: 'POST',
      path: PAYMENT_LINKS_PATH,
      key,
      bodySha256: body.sha256,
    };
    const earlier = await this.make.madeBefore(idempotency);
    if (earlier !== undefined) return earlier;
    return this.make.execute(await beforeClaim(() => this.#prepare(idempotency, body)));
  }

  async #prepare(idempotency: IdempotencyClaim, { dto, document }: JsonBody<PaymentLinkRequest>) {
    this.redirects.assertAllowed(dto.redirect_url);
    const request = Object.assign(new PaymentLinkRequest(), dto, withPhones(dto, this.settings.defaultCountry));
    const price = await priceOf(request, this.catalog);
    const { defaults } = this.settings.ottu;
    return {
      idempotency,
      orderNo: request.order_no,
      merchantReference: request.merchant_reference,
      amount: price.total,
      pgCodes: this.#gateways(request),
      customer: Object.fromEntries(Object.entries(request.customer ?? {})),
      snapshot: snapshotOf(request, price),
      link: linkOf(request),
      members: {
        billing_address: document.source('/billing_address'),
        shipping_address: request.shipping_address,
        extra: extraWithDefaults(document, defaults.extra),
        language: languageOf(request.language),
        redirect_url: request.redirect_url,
      },
    };
  }

  #gateways({ pg_codes: named }: PaymentLinkRequest): readonly string[] {
    const codes = named ?? this.settings.ottu.pgCodes;
    if (codes.length > 0) return codes;
    const errors: FieldError[] = [
      { pointer: '/pg_codes', message: 'is required: this shop offers no gateways by itself' },
    ];
    throw new Problem('validation_failed', { errors, outcome: 'none' });
  }
}

function linkOf({ notifications, ...request }: PaymentLinkRequest): StoredLink {
  const { expiration_time, due_datetime, attachment_upload_url } = request;
  const wanted = Object.entries(notifications ?? {}).filter(
    (entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[1].length > 0,
  );
  return {
    ...(wanted.length === 0 ? {} : { notifications: Object.fromEntries(wanted) }),
    ...(expiration_time === undefined ? {} : { expiration_time }),
    ...(due_datetime === undefined ? {} : { due_datetime }),
    ...(attachment_upload_url === undefined ? {} : { attachment_upload_url }),
  };
}
