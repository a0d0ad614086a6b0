import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import type { Caller } from '../access/caller.ts';
import { asPaymentId } from '../payments/identifiers.ts';
import { Operate } from '../payments/operating/operate.ts';
import { Problem } from '../problems/problem.ts';
import { LinksReader } from './links-reader.ts';
import { assertOpen } from './open-link.ts';
import { linkPath } from './payment-link.response.ts';

const NO_BODY_SHA256 = createHash('sha256').digest('hex');

/** Closes a link by the operation `expire`, as `POST /v1/payments/{id}/operations` does it. */
@Injectable()
export class ExpireLink {
  constructor(
    private readonly reader: LinksReader,
    private readonly operate: Operate,
  ) {}

  /** @throws Problem `not_found`, `link_closed`, and those of `Operate` */
  async execute(id: string, { name, keyId }: Caller, key: string): Promise<{ readonly replayed: boolean }> {
    await this.reader.find(id);
    const path = `${linkPath(id)}/expire`;
    try {
      return await this.operate.execute({
        idempotency: { caller: name, method: 'POST', path, key, bodySha256: NO_BODY_SHA256 },
        paymentId: asPaymentId(id),
        request: { operation: 'expire' },
        extra: undefined,
        keyId,
      });
    } catch (error) {
      // In the words of links: what was paid or has ended meanwhile says so.
      if (error instanceof Problem && error.code === 'operation_not_allowed') {
        assertOpen((await this.reader.find(id)).payment);
      }
      throw error;
    }
  }
}
