import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import { attachmentAnswer } from './attachment-answer.ts';
import { AttachmentSender } from './attachment-sender.ts';
import { readForm } from './form/read-form.ts';
import { isUnread } from './streaming/streamed-multipart.ts';
import { fileTooLarge, MAX_FILE_BYTES, Upload } from './upload.ts';

/** What a form may have around its file: fields, part headers, boundaries. */
const MAX_OTHER_BYTES = 256 * 1024;
/** How long a caller may take to send a request; the HTTP layer ends it then. */
const RECEIVE_MS = 30_000;

/** Streams a caller's file to Ottu while it comes in. Never whole in memory, never on disk, never sent twice. */
@Injectable()
export class UploadAttachment {
  readonly #sender: AttachmentSender;
  readonly #deadlineMs: number;

  constructor(@Inject(AttachmentSender) sender: AttachmentSender, @Inject(Settings) { ottu }: Settings) {
    this.#sender = sender;
    this.#deadlineMs = RECEIVE_MS + ottu.timeoutMs;
  }

  /**
   * @returns the bytes of Ottu's own answer, JSON.
   * @throws Problem
   */
  async execute(request: FastifyRequest): Promise<Buffer> {
    if (!isUnread(request)) {
      throw new Problem('unsupported_media_type', { detail: 'Send the file as Content-Type: multipart/form-data.' });
    }
    if (Number(request.headers['content-length']) > MAX_FILE_BYTES + MAX_OTHER_BYTES) throw fileTooLarge();
    const upload = await Upload.open(readForm(request.raw));
    try {
      return attachmentAnswer(await this.#sender.send(upload, new Deadline(this.#deadlineMs)));
    } catch (error) {
      throw upload.refusal() ?? problemOf(error);
    } finally {
      upload.close();
    }
  }
}

/** Whether Ottu kept the file may be unknown then; one file more at Ottu does no harm, so the caller may simply repeat. */
function problemOf(error: unknown): unknown {
  if (!(error instanceof TransportFault)) return error;
  return new Problem('ottu_unreachable', { retryAfterSeconds: 1, operatorNote: error.message, cause: error });
}
