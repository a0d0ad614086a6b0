import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { problemOfReadError } from '../../http/json-body.ts';
import type { RawBody } from '../../http/raw-body.ts';
import { parseMediaType, type MediaType } from '../../http/request-headers.ts';
import { JsonDocument } from '../../json/json-document.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { writeMembers } from '../../json/write-json.ts';
import { verifySignature, type SignatureVerdict } from '../../ottu/signature.ts';
import { Problem } from '../../problems/problem.ts';
import { InboxWorker } from '../processing/inbox-worker.ts';
import { UnverifiedEventCheck } from '../processing/unverified-event-check.ts';
import { EVENT_LIMITS, namesIn, verifiedEvent } from '../verified-event.ts';
import { WebhookMetrics } from '../webhook-metrics.ts';
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

const FORM = 'application/x-www-form-urlencoded';

/**
 * Reads the body of an event: JSON, or the form that Ottu's own SDK accepts as well (F11.4), whose values are texts.
 *
 * @throws Problem `unsupported_media_type`; `malformed_json` when the body is no JSON, or a form that is not UTF-8
 */
function readEventBody({ contentType, bytes }: RawBody, contentEncoding: string | undefined): JsonDocument {
  const type = parseMediaType(contentType);
  assertSupportedType(type, contentEncoding);
  try {
    return JsonDocument.parse(type?.essence === FORM ? formAsJson(bytes) : bytes, EVENT_LIMITS);
  } catch (error) {
    throw error instanceof JsonReadError ? problemOfReadError(error) : error;
  }
}

function assertSupportedType(type: MediaType | undefined, contentEncoding: string | undefined): void {
  const known = type?.essence === 'application/json' || type?.essence === FORM;
  const charset = type?.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  const plain = contentEncoding === undefined || contentEncoding.trim().toLowerCase() === 'identity';
  if (known && (charset === 'utf-8' || charset === 'utf8') && plain) return;
  throw new Problem('unsupported_media_type', {
    detail: `Send the event as application/json or ${FORM}, in UTF-8 and not compressed.`,
  });
}

/** Doubled names stay doubled, so that they are refused as they are in JSON. */
function formAsJson(bytes: Buffer): Buffer {
  return Buffer.from(writeMembers(new URLSearchParams(bytes.toString('utf8'))), 'utf8');
}
