import { ApiProperty } from '@nestjs/swagger';

import type { WebhookInboxRow } from '../../database/schema.ts';

/** An event as operators see it: without its body, which holds data of the payer. */
export type InboxEntry = Omit<WebhookInboxRow, 'body'>;

export const WEBHOOK_STATES = ['received', 'processed', 'unmatched', 'failed'] as const;

/** A stored event without its contents. */
export class InboxEntryView {
  @ApiProperty({ example: '1042' })
  id: string;

  @ApiProperty({ enum: ['payment', 'operation'] })
  kind: 'payment' | 'operation';

  @ApiProperty({ enum: ['standard', 'autopay'], description: 'Which of the two signatures it has.' })
  scheme: 'standard' | 'autopay';

  @ApiProperty({ enum: WEBHOOK_STATES, example: 'processed' })
  state: (typeof WEBHOOK_STATES)[number];

  @ApiProperty({ type: String, nullable: true, example: 'ORD-1001' })
  order_no: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'As the event names it.',
    example: '0123456789abcdef0123456789abcdef01234567',
  })
  session_id: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: '5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4' })
  payment_id: string | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'Why Ottu was asked about it; null when it was not needed.',
    example: ['session_id_differs'],
  })
  doubts: string[] | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why the last try did not finish it.',
    example: 'no_answer',
  })
  trouble: string | null;

  @ApiProperty({ type: 'integer', example: 1 })
  tries: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  next_try_at: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-06-01T10:15:30.000Z' })
  received_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-06-01T10:15:31.000Z' })
  finished_at: string | null;

  @ApiProperty({ description: 'Of the body as it was sent, in hex.', example: 'a'.repeat(64) })
  body_sha256: string;
}

export class InboxAnswer {
  @ApiProperty({ type: [InboxEntryView] })
  events: InboxEntryView[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: '`cursor` of the next page; null on the last.',
    example: '1041',
  })
  next_cursor: string | null;
}

export class InboxEntryAnswer {
  @ApiProperty({ type: InboxEntryView })
  event: InboxEntryView;
}

export function toInboxEntryView(entry: InboxEntry): InboxEntryView {
  const {
    claimed_until: _claimed,
    next_try_at: nextTry,
    received_at: received,
    finished_at: finished,
    ...rest
  } = entry;
  return {
    ...rest,
    next_try_at: nextTry?.toISOString() ?? null,
    received_at: received.toISOString(),
    finished_at: finished?.toISOString() ?? null,
  };
}
