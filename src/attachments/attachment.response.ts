import { ApiProperty } from '@nestjs/swagger';

import { mapPointers } from '../ottu/errors/refusal-body.ts';
import { successObject } from '../ottu/errors/problem-of-reply.ts';
import type { OttuReply } from '../ottu/transport/http-sender.ts';

/** Ottu's own answer to an upload (F5). */
export class AttachmentAnswer {
  @ApiProperty({
    description:
      'Where Ottu keeps it, relative to its media address. Usable as `attachment_upload_url` of any number of transactions.',
    example: 'payment_transactions/attachments/invoice.pdf',
  })
  file_url!: string;

  @ApiProperty({ example: 'invoice.pdf' })
  original_filename!: string;

  @ApiProperty({
    required: false,
    description: 'With `shortify_attachment_url`.',
    example: 'https://merchant.ottu.net/b/x7Yz',
  })
  attachment_short_url?: string;
}

/** Ottu names the member of its answer where the caller's field is at fault (F5). */
const pointerOf = mapPointers({ '/attachment_short_url': '/shortify_attachment_url' });

/**
 * Ottu's answer to an upload as this service's caller gets it: its bytes where it is good.
 *
 * @throws Problem for everything else, as `problemOfReply` says
 */
export function toAttachmentResponse(reply: OttuReply): Buffer {
  successObject(reply, { pointerOf });
  return reply.body;
}
