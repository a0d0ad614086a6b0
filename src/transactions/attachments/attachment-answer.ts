import { mapPointers } from '../../ottu/errors/field-pointers.ts';
import { successObject } from '../../ottu/errors/problem-of-reply.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';

/** Ottu names the member of its answer where the caller's field is at fault (F5). */
const pointerOf = mapPointers({ '/attachment_short_url': '/shortify_attachment_url' });

/**
 * Ottu's answer to an upload as this service's caller gets it: its bytes where it is good.
 *
 * @throws Problem for everything else, as `problemOfReply` says
 */
export function attachmentAnswer(reply: OttuReply): Buffer {
  successObject(reply, { pointerOf });
  return reply.body;
}
