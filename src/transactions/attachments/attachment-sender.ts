import type { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';

/** A multipart form on its way to Ottu, sent while it is still being read. */
export interface FormToSend {
  /** With its boundary. */
  readonly contentType: string;
  /** When it throws, the request is broken off, so that Ottu never has a whole one. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Sends an upload to Ottu (F5), once: what was streamed cannot be sent again. */
export abstract class AttachmentSender {
  /** @throws TransportFault */
  abstract send(form: FormToSend, deadline: Deadline): Promise<OttuReply>;
}
