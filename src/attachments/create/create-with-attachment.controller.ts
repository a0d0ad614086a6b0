import { Controller, Post, Req } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Caller } from '../../access/caller.ts';
import { MovesMoney, ServerToServer } from '../../access/decorators.ts';
import type { Answer } from '../../http/answer.ts';
import { passedAnswer } from '../../transactions/transaction.response.ts';
import { TRANSACTIONS_PATH } from '../../transactions/create/create-requested.ts';
import { OptionalIdempotencyKey } from '../../http/idempotency-key.ts';
import { StreamedMultipart, ForMultipart } from '../streaming/multipart-routes.ts';
import { CreateWithAttachment } from './create-with-attachment.ts';

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
    return passedAnswer(await this.create.execute(caller, key, request));
  }
}
