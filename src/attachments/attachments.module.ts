import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { TransactionsModule } from '../transactions/transactions.module.ts';
import {
  AttachmentsController,
  ChangeWithAttachmentController,
  CreateWithAttachmentController,
} from './attachments.controller.ts';
import { ChangeWithAttachment } from './change-with-attachment.ts';
import { CreateWithAttachment } from './create-with-attachment.ts';
import { addMultipartConstraint, leaveDeclaredMultipartUnread } from './multipart-routes.ts';
import { UploadAttachment } from './upload-attachment.ts';

/** Files on their way to Ottu: on their own, and with a transaction. */
@Module({
  imports: [TransactionsModule],
  controllers: [AttachmentsController, CreateWithAttachmentController, ChangeWithAttachmentController],
  providers: [UploadAttachment, CreateWithAttachment, ChangeWithAttachment],
})
export class AttachmentsModule implements OnModuleInit {
  readonly #fastify: FastifyInstance;

  constructor(@Inject(HttpAdapterHost) { httpAdapter }: HttpAdapterHost) {
    this.#fastify = httpAdapter.getInstance<FastifyInstance>();
    // Here and not in onModuleInit: by then the routes are registered.
    addMultipartConstraint(this.#fastify);
  }

  onModuleInit(): void {
    leaveDeclaredMultipartUnread(this.#fastify);
  }
}
