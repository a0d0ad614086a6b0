import { Injectable } from '@nestjs/common';

import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import type { PaymentRow } from '../database/schema.ts';
import { MESSAGE_CHANNELS, MessagesApi, type MessageChannel } from '../ottu/messages-api.ts';
import { jsonObjectOf } from '../ottu/reply-json.ts';
import { Deadline } from '../ottu/transport/deadline.ts';
import type { OttuReply } from '../ottu/transport/http-sender.ts';
import { TransportFault } from '../ottu/transport/transport-fault.ts';
import { OttuProblems } from '../payments/answers/ottu-problems.ts';
import { meaningOf } from '../payments/answers/reply-meaning.ts';
import { writeTimeline } from '../payments/payment-rows.ts';
import { problemPayment } from '../payments/reading/to-payment-response.ts';
import { Problem } from '../problems/problem.ts';
import { LinksReader } from './links-reader.ts';
import { assertOpen } from './open-link.ts';

export interface Resent {
  readonly channels: readonly MessageChannel[];
  /** Ottu's own words. */
  readonly message: string | null;
}

/**
 * Has Ottu send the message with the link once more. Each message reaches a person, so it is asked for once: a lost answer is
 * told as what may have been sent, and people decide whether to ask again.
 */
@Injectable()
export class ResendLink {
  constructor(
    private readonly reader: LinksReader,
    private readonly messages: MessagesApi,
    private readonly problems: OttuProblems,
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws Problem `not_found`, `link_closed`, `validation_failed`, and what Ottu said: with outcome `none` nothing was sent,
   * with `unknown` it may have been
   */
  async execute(id: string, caller: string, wanted: readonly MessageChannel[] | undefined): Promise<Resent> {
    const { payment } = await this.reader.lookedAt(id);
    assertOpen(payment);
    const channels = channelsOf(payment, wanted);
    await this.#note(id, 'link_resending', { channels, requested_by: caller });
    const reply = await this.#send(payment, channels);
    const meaning = meaningOf(reply);
    if (meaning === 'done') {
      await this.#note(id, 'link_resent', { channels, status: reply.status });
      return { channels, message: jsonObjectOf(reply)?.source('/message')?.scalarText() ?? null };
    }
    const refused = meaning === 'refused' || reply.status === 429;
    await this.#note(id, refused ? 'link_not_resent' : 'link_resend_lost', { channels, status: reply.status });
    throw refused
      ? about(payment, this.problems.ofReply(reply), 'none')
      : about(payment, this.problems.ofReply(reply), 'unknown');
  }

  async #send(
    payment: PaymentRow & { readonly session_id: string },
    channels: readonly MessageChannel[],
  ): Promise<OttuReply> {
    try {
      return await this.messages.send(payment.session_id, channels, new Deadline(this.settings.ottu.timeoutMs));
    } catch (error) {
      const sent = !(error instanceof TransportFault) || error.sent;
      await this.#note(payment.id, sent ? 'link_resend_lost' : 'link_not_resent', { channels });
      throw about(payment, this.problems.ofFault(error), sent ? 'unknown' : 'none');
    }
  }

  async #note(id: string, event: string, details: Readonly<Record<string, unknown>>): Promise<void> {
    await this.database.inTransaction((tx) => writeTimeline(tx, id, event, details));
  }
}

/** F1.7: Ottu sends only what the transaction's `notifications` have. */
function channelsOf({ link }: PaymentRow, wanted: readonly MessageChannel[] | undefined): readonly MessageChannel[] {
  const announced = MESSAGE_CHANNELS.filter((channel) => link?.notifications?.[channel]?.includes('created') === true);
  const channels = wanted ?? announced;
  if (channels.length > 0 && channels.every((channel) => announced.includes(channel))) return channels;
  const message =
    announced.length === 0
      ? 'cannot be: the link was made without messages, and is yours to pass on'
      : `must be among those by which the link was announced: ${announced.join(', ')}`;
  throw new Problem('validation_failed', { errors: [{ pointer: '/channels', message }], outcome: 'none' });
}

function about(payment: PaymentRow, { code, options }: Problem, outcome: 'none' | 'unknown'): Problem {
  const told = outcome === 'none' ? 'Nothing was sent.' : 'The message may have been sent.';
  return new Problem(code, {
    ...options,
    detail: [options.detail, told].filter((text) => text !== undefined).join(' '),
    outcome,
    payment: problemPayment(payment, undefined),
  });
}
