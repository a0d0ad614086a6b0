import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { RawBody } from '../../http/raw-body.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { verifySignature, type SignatureVerdict } from '../../ottu/signature.ts';
import { Problem } from '../../problems/problem.ts';
import { InboxWorker } from '../processing/inbox-worker.ts';
import { UnverifiedEventCheck } from '../processing/unverified-event-check.ts';
import { WebhookMetrics } from '../webhook-metrics.ts';
import { readEventBody } from './event-body.ts';
import { StoreWithRetry } from './store-with-retry.ts';
import { namesIn, verifiedEvent } from './verified-event.ts';

/** M70: verify, store, answer; what the event means is found out behind the answer. */
@Injectable()
export class ReceiveEvent {
  readonly #logger = new Logger('Webhooks');

  constructor(
    private readonly keepEvent: StoreWithRetry,
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

    const { scheme, keyIndex } = verdict;
    const event = verifiedEvent(body.bytes, document, { scheme, newestKey: keys[0] ?? '' });
    const { duplicate } = await this.keepEvent.store(event, ({ open }) => {
      if (open) this.worker.wake();
    });
    this.metrics.accepted.inc({ kind: event.kind, scheme, key: keyIndex, as: duplicate ? 'duplicate' : 'stored' });
  }

  #read(body: RawBody, contentEncoding: string | undefined): JsonDocument {
    try {
      return readEventBody(body, contentEncoding);
    } catch (error) {
      this.metrics.refused.inc({ reason: 'unreadable' });
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
