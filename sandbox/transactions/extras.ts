import type { UploadedFile } from '../attachments/uploaded-file.ts';
import type { JsonObject } from '../json.ts';
import { textOf } from '../json.ts';
import type { World } from '../world.ts';
import { checkoutUrl } from './checkout-answer.ts';
import { preload } from './preload.ts';
import type { Transaction } from './transaction.ts';

const isOn = (flags: JsonObject, name: string): boolean => flags[name] === true || flags[name] === 'true';

/**
 * What a request asks for beside the transaction itself (F2.2): attachment, short links, QR code. Links stay with the
 * transaction; the SDK set-up is given for this answer only.
 */
export function addExtras(
  world: World,
  transaction: Transaction,
  flags: JsonObject,
  attachment: UploadedFile | undefined,
): JsonObject {
  const { links } = transaction;
  const media =
    attachment === undefined ? textOf(transaction.echo, 'attachment_upload_url') : world.media.keep(attachment);
  if (media !== undefined) links['attachment'] = `${world.baseUrl}/media/${media}`;
  if (isOn(flags, 'shortify_attachment_url') && typeof links['attachment'] === 'string') {
    links['attachment_short_url'] = world.shortLinks.shorten(links['attachment']);
  }
  if (isOn(flags, 'shortify_checkout_url')) {
    links['checkout_short_url'] = world.shortLinks.shorten(checkoutUrl(transaction, world.baseUrl));
  }
  if (isOn(flags, 'generate_qr_code')) links['qr_code_url'] = `${world.baseUrl}/media/qr/${transaction.sessionId}.svg`;
  return isOn(flags, 'include_sdk_setup_preload')
    ? { sdk_setup_preload_payload: preload(world, transaction, flags) }
    : {};
}
