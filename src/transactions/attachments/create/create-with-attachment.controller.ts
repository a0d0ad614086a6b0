import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Caller } from '../../../access/caller.ts';
import { MovesMoney, ServerToServer } from '../../../access/decorators.ts';
import { sendPassed } from '../../answers/passed-answer.ts';
import { TRANSACTIONS_PATH } from '../../create/create-requested.ts';
import { OptionalIdempotencyKey } from '../../optional-idempotency-key.ts';
import { StreamedMultipart } from '../streaming/streamed-multipart.ts';
import { CreateWithAttachment } from './create-with-attachment.ts';
import { ForMultipart } from './media-type-constraint.ts';

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
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return sendPassed(reply, await this.create.execute(caller, key, request));
  }
}
