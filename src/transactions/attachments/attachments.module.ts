import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { AttachmentsController } from './attachments.controller.ts';
import { leaveDeclaredMultipartUnread } from './streaming/streamed-multipart.ts';
import { UploadAttachment } from './upload-attachment.ts';

/** Files on their way to Ottu. */
@Module({ controllers: [AttachmentsController], providers: [UploadAttachment] })
export class AttachmentsModule implements OnModuleInit {
  readonly #host: HttpAdapterHost;

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#host = host;
  }

  onModuleInit(): void {
    leaveDeclaredMultipartUnread(this.#host.httpAdapter.getInstance<FastifyInstance>());
  }
}
