import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ServerToServer } from '../access/decorators.ts';
import { jsonText, type Answer } from '../http/answer.ts';
import { UploadDocs } from './attachments.docs.ts';
import { StreamedMultipart } from './streaming/multipart-routes.ts';
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
