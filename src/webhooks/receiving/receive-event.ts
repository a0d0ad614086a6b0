import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { RawBody } from '../../http/raw-body.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { verifySignature, type SignatureVerdict } from '../../ottu/signature.ts';
import { Problem } from '../../problems/problem.ts';
import { concerns } from '../../tracing/work.ts';
import { InboxWorker } from '../processing/inbox-worker.ts';
import { UnverifiedEventCheck } from '../processing/unverified-event-check.ts';
import { namesIn, verifiedEvent } from '../verified-event.ts';
import { WebhookMetrics } from '../webhook-metrics.ts';
import { orderNoNamedIn, readEventBody } from './read-event.ts';
import { StoreWithRetry } from './store-with-retry.ts';

/** M70: verifies and stores an event, so that the controller may answer; `InboxWorker` finds out afterwards what it means. */
@Injectable()
export class ReceiveEvent {
  readonly #logger = new Logger('Webhooks');

  constructor(
    private readonly storeWithRetry: StoreWithRetry,
    private readonly worker: InboxWorker,
    private readonly unverified: UnverifiedEventCheck,
    private readonly metrics: WebhookMetrics,
    private readonly settings: Settings,
  ) {}

  /**
   * Resolves when the event is stored for good.
   *
   * @throws Problem `webhook_not_verified`, `malformed_json`, `unsupported_media_type`, `store_unavailable`
   */
  async execute(body: RawBody, contentEncoding: string | undefined): Promise<void> {
    const document = this.#read(body, contentEncoding);
    const keys = this.settings.ottu.webhookKeys.map((key) => key.reveal());
    const verdict = verifySignature(document, keys);
    if (!verdict.verified) throw this.#refused(document, verdict);

    const { orderNo } = namesIn(document);
    if (orderNo !== null) concerns({ order_no: orderNo });
    const { scheme, keyIndex } = verdict;
    const event = verifiedEvent(body.bytes, document, { scheme, newestKey: keys[0] ?? '' });
    const { duplicate } = await this.storeWithRetry.store(event, (stored) => {
      if (stored.open) this.worker.wake(stored);
    });
    this.metrics.accepted.inc({ kind: event.kind, scheme, key: keyIndex, as: duplicate ? 'duplicate' : 'stored' });
  }

  #read(body: RawBody, contentEncoding: string | undefined): JsonDocument {
    try {
      return readEventBody(body, contentEncoding);
    } catch (error) {
      this.metrics.refused.inc({ reason: 'unreadable' });
      this.#logger.warn({ bytes: body.bytes.length }, 'An event could not be read');
      const orderNo = orderNoNamedIn(body);
      if (orderNo !== undefined) this.unverified.consider(orderNo);
      throw error;
    }
  }

  #refused(document: JsonDocument, { reason }: Extract<SignatureVerdict, { verified: false }>): Problem {
    this.metrics.refused.inc({ reason });
    this.#logger.warn({ reason }, 'An event could not be verified');
    const { orderNo } = namesIn(document);
    if (orderNo !== null) this.unverified.consider(orderNo);
    return new Problem('webhook_not_verified', {
      detail: 'The event has no signature that a configured key verifies.',
    });
  }
}
