import { writeJson } from '../json/write-json.ts';
import { AttachmentApi, type AttachmentOptions, type AttachmentTarget } from './attachment-api.ts';
import type { ReadOptions, UpdateOptions } from './call-options.ts';
import { CheckoutApi } from './checkout-api.ts';
import { problemOfFault } from './errors/problem-of-fault.ts';
import { successObject } from './errors/problem-of-reply.ts';
import type { OttuOptions } from './ottu-options.ts';
import { PaymentMethodsApi } from './payment-methods-api.ts';
import type { DailyQuota } from './transport/daily-quota.ts';
import { Deadline } from './transport/deadline.ts';
import { multipart, type MultipartFile } from './transport/multipart.ts';
import { OttuTransport, type OttuReply } from './transport/ottu-transport.ts';
import { TransportFault } from './transport/transport-fault.ts';

/** A request: plain data, or JSON text that is sent as it is. */
export type OttuBody = string | Readonly<Record<string, unknown>>;

/** A JSON object of Ottu's with all its members, those included that this client does not know. */
export type OttuObject = Readonly<Record<string, unknown>>;

const DEFAULTS = { maxConcurrency: 256, timeoutMs: 10_000, chargeTimeoutMs: 60_000 } as const;
/** M3. */
const CHARGE_STARTS_WITHIN_MS = 10_000;

/**
 * Ottu's Checkout API with one method per call. All but `charge` resolve to the object that Ottu answered, and throw a
 * `Problem` otherwise; its `code` is stable, its `status` is HTTP's.
 */
export class OttuClient {
  readonly #transport: OttuTransport;
  readonly #checkout: CheckoutApi;
  readonly #attachments: AttachmentApi;
  readonly #paymentMethods: PaymentMethodsApi;
  readonly #timeoutMs: number;
  readonly #chargeTimeoutMs: number;

  constructor(
    transport: OttuTransport,
    { timeoutMs, chargeTimeoutMs }: Pick<OttuOptions, 'timeoutMs' | 'chargeTimeoutMs'>,
  ) {
    this.#transport = transport;
    this.#checkout = new CheckoutApi(transport);
    this.#attachments = new AttachmentApi(transport);
    this.#paymentMethods = new PaymentMethodsApi(transport);
    this.#timeoutMs = timeoutMs ?? DEFAULTS.timeoutMs;
    this.#chargeTimeoutMs = chargeTimeoutMs ?? DEFAULTS.chargeTimeoutMs;
  }

  /** A client of its own, without Nest. `close` it at the end. */
  static connect(options: OttuOptions): OttuClient {
    return new OttuClient(transportFor(options), options);
  }

  /** Creates a transaction for a payer to pay. Sent at most once. */
  async createTransaction(body: OttuBody): Promise<OttuObject> {
    return this.#object(() => this.#checkout.create(textOf(body), this.#deadline(), { group: 'checkout' }));
  }

  /**
   * Creates a transaction with a file attached, streamed. Sent once.
   *
   * @param fields names and values; a list is its name several times. A form has no nested objects (F1.5).
   */
  async createTransactionWithAttachment(
    fields: readonly (readonly [name: string, value: string])[],
    attachment: Omit<MultipartFile, 'field'>,
  ): Promise<OttuObject> {
    const form = multipart(fields, { ...attachment, field: 'attachment' });
    return this.#object(() => this.#checkout.createFromForm(form, this.#deadline()));
  }

  /**
   * One-step checkout: creates and pays in one call. Sent at most once, and not judged: a declined charge, a refusal and
   * a broken answer mean different things about money (docs/ottu-client.md has the table).
   *
   * @throws TransportFault; only when its `sent` is false is it certain that nothing was charged
   */
  async charge(body: OttuBody): Promise<OttuReply> {
    return this.#checkout.create(textOf(body), new Deadline(this.#chargeTimeoutMs, CHARGE_STARTS_WITHIN_MS));
  }

  async retrieveTransaction(sessionId: string, options: ReadOptions = {}): Promise<OttuObject> {
    return this.#object(() => this.#checkout.retrieve(sessionId, this.#deadline(), options));
  }

  /** PATCH: changes the members that are given. Repeated where a fault may pass, unless `repeat` is false. */
  async updateTransaction(sessionId: string, changes: OttuBody, options: UpdateOptions = {}): Promise<OttuObject> {
    return this.#object(() =>
      this.#checkout.update(sessionId, textOf(changes), this.#deadline(), { repeat: true, ...options }),
    );
  }

  /** PUT: replaces all members. Repeated where a fault may pass, unless `repeat` is false. */
  async replaceTransaction(sessionId: string, body: OttuBody, options: UpdateOptions = {}): Promise<OttuObject> {
    return this.#object(() =>
      this.#checkout.replace(sessionId, textOf(body), this.#deadline(), { repeat: true, ...options }),
    );
  }

  /** Uploads a file, streamed, for one transaction or for later use as `attachment_upload_url`. Sent once. */
  async uploadAttachment(
    file: Omit<MultipartFile, 'field'>,
    target: AttachmentTarget = {},
    options: AttachmentOptions = {},
  ): Promise<OttuObject> {
    return this.#object(() => this.#attachments.upload(file, target, this.#deadline(), options));
  }

  /** The gateways that Ottu offers, with all filters of its query. */
  async queryPaymentMethods(query: OttuBody, options: ReadOptions = {}): Promise<OttuObject> {
    return this.#object(() => this.#paymentMethods.query(textOf(query), this.#deadline(), options));
  }

  /** Ends what is under way and closes all sockets. */
  async close(): Promise<void> {
    await this.#transport.close();
  }

  #deadline(): Deadline {
    return new Deadline(this.#timeoutMs);
  }

  async #object(call: () => Promise<OttuReply>): Promise<OttuObject> {
    try {
      return successObject(await call()).value as OttuObject;
    } catch (error) {
      throw error instanceof TransportFault ? problemOfFault(error) : error;
    }
  }
}

export function transportFor(options: OttuOptions, quota?: DailyQuota): OttuTransport {
  const {
    baseUrl,
    credentials,
    maxConcurrency = DEFAULTS.maxConcurrency,
    assertMayCall = () => undefined,
    observer,
    proxy,
  } = options;
  return new OttuTransport(
    { baseUrl: baseUrl.replace(/\/+$/, ''), credentials, maxConcurrency, proxy },
    assertMayCall,
    observer,
    quota,
  );
}

function textOf(body: OttuBody): string {
  return typeof body === 'string' ? body : writeJson(body);
}
