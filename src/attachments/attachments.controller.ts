import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ServerToServer } from '../access/decorators.ts';
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
  async upload(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const answer = await this.uploadAttachment.execute(request);
    void reply.header('content-type', 'application/json; charset=utf-8');
    return answer;
  }
}
