import { Controller, HttpCode, Param, Patch, Post, Put, Req } from '@nestjs/common';
import { ApiTags, ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { Caller } from '../access/caller.ts';
import { ServerToServer, MovesMoney } from '../access/decorators.ts';
import { jsonText, type Answer } from '../http/answer.ts';
import { OptionalIdempotencyKey } from '../http/idempotency-key.ts';
import { TRANSACTIONS_PATH } from '../transactions/create/create-requested.ts';
import { toPassedResponse } from '../transactions/transaction.response.ts';
import { sessionOf } from '../transactions/transactions.controller.ts';
import { UploadDocs } from './attachments.docs.ts';
import { ChangeWithAttachment } from './change-with-attachment.ts';
import { CreateWithAttachment } from './create-with-attachment.ts';
import { StreamedMultipart, ForMultipart } from './multipart-routes.ts';
import { UploadAttachment } from './upload-attachment.ts';

@ApiTags('Checkout API')
@Controller('v1/attachments')
export class AttachmentsController {
  constructor(private readonly uploadAttachment: UploadAttachment) {}

  @Post()
  @HttpCode(200)
  @ServerToServer('transactions:write')
  @StreamedMultipart()
  @UploadDocs()
  async upload(@Req() request: FastifyRequest): Promise<Answer<Buffer>> {
    return jsonText(await this.uploadAttachment.execute(request));
  }
}

/** The same route as for JSON, for a form with a file; both are documented in one place, there. */
@Controller(TRANSACTIONS_PATH)
export class CreateWithAttachmentController {
  constructor(private readonly create: CreateWithAttachment) {}

  @Post()
  @ForMultipart()
  @ServerToServer('transactions:write')
  @MovesMoney()
  @StreamedMultipart()
  @ApiExcludeEndpoint()
  async createTransactionFromForm(
    @Caller() caller: Caller,
    @OptionalIdempotencyKey() key: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<Answer<Buffer>> {
    return toPassedResponse(await this.create.execute(caller, key, request));
  }
}

/** The same of changes. */
@Controller(`${TRANSACTIONS_PATH}/:session_id`)
export class ChangeWithAttachmentController {
  constructor(private readonly change: ChangeWithAttachment) {}

  @Patch()
  @ForMultipart()
  @ServerToServer('transactions:write')
  @StreamedMultipart()
  @ApiExcludeEndpoint()
  async updateTransactionFromForm(
    @Param('session_id') session: string,
    @Req() request: FastifyRequest,
  ): Promise<Answer<Buffer>> {
    return toPassedResponse(await this.change.execute('update', sessionOf(session), request));
  }

  @Put()
  @ForMultipart()
  @ServerToServer('transactions:write')
  @StreamedMultipart()
  @ApiExcludeEndpoint()
  async replaceTransactionFromForm(
    @Param('session_id') session: string,
    @Req() request: FastifyRequest,
  ): Promise<Answer<Buffer>> {
    return toPassedResponse(await this.change.execute('replace', sessionOf(session), request));
  }
}
