import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.ts';
import { AttachmentApi } from '../ottu/attachment-api.ts';
import { problemOfFault } from '../ottu/errors/problem-of-fault.ts';
import { Deadline } from '../ottu/transport/deadline.ts';
import { TransportFault } from '../ottu/transport/transport-fault.ts';
import { attachmentAnswer } from './attachment.response.ts';
import { openForm, RECEIVE_MS } from './form/open-form.ts';
import { UploadFields } from './upload-fields.ts';

/** Streams a caller's file to Ottu while it comes in. Never whole in memory, never on disk, never sent twice. */
@Injectable()
export class UploadAttachment {
  readonly #attachments: AttachmentApi;
  readonly #deadlineMs: number;

  constructor(@Inject(AttachmentApi) attachments: AttachmentApi, @Inject(Settings) { ottu }: Settings) {
    this.#attachments = attachments;
    this.#deadlineMs = RECEIVE_MS + ottu.timeoutMs;
  }

  /**
   * @returns the bytes of Ottu's own answer, JSON
   * @throws Problem
   */
  async execute(request: FastifyRequest): Promise<Buffer> {
    const form = await openForm(request, new UploadFields());
    try {
      const { contentType } = form;
      return attachmentAnswer(
        await this.#attachments.send({ contentType, body: form.body() }, new Deadline(this.#deadlineMs)),
      );
    } catch (error) {
      throw form.refusal ?? (error instanceof TransportFault ? problemOfFault(error) : error);
    } finally {
      form.close();
    }
  }
}
