import { OTTU_PATHS } from './paths.ts';
import type { Deadline } from './transport/deadline.ts';
import { multipart, type Multipart, type MultipartFile } from './transport/multipart.ts';
import type { OttuReply, OttuTransport } from './transport/ottu-transport.ts';

/** What an attachment is linked with (F5): a session, an order number, or nothing; never both. */
export type AttachmentTarget =
  | { readonly sessionId: string; readonly orderNo?: never }
  | { readonly orderNo: string; readonly sessionId?: never }
  | { readonly sessionId?: never; readonly orderNo?: never };

export interface AttachmentOptions {
  /** Asks for a short link as well; works only with a target. */
  readonly shorten?: boolean;
}

/** Ottu's upload of attachments (F5). */
export class AttachmentApi {
  readonly #transport: OttuTransport;

  constructor(transport: OttuTransport) {
    this.#transport = transport;
  }

  /**
   * Uploads one file, chunk by chunk as it comes. Sent once: what was read from a stream cannot be read again.
   *
   * @throws TransportFault; `body_failed` when the source broke off
   */
  async upload(
    file: Omit<MultipartFile, 'field'>,
    target: AttachmentTarget,
    deadline: Deadline,
    { shorten = false }: AttachmentOptions = {},
  ): Promise<OttuReply> {
    const fields: (readonly [string, string])[] = [];
    if (target.sessionId !== undefined) fields.push(['session_id', target.sessionId]);
    if (target.orderNo !== undefined) fields.push(['order_no', target.orderNo]);
    if (shorten) fields.push(['shortify_attachment_url', 'true']);
    return this.send(multipart(fields, { ...file, field: 'file' }), deadline);
  }

  /**
   * Sends a form that the caller writes while it goes out. Sent once.
   *
   * @throws TransportFault; `body_failed` when writing it failed
   */
  async send(form: Multipart, deadline: Deadline): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: OTTU_PATHS.uploadAttachment,
      operation: 'upload_attachment',
      multipart: form,
      policy: { group: 'checkout', repeat: 'never', deadline },
    });
  }
}
