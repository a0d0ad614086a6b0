import { ApiProperty } from '@nestjs/swagger';

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
