import { mayAddEither } from '../access/permissions.ts';
import { FORBIDDEN, detail, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { isMultipart } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import { fileProblem } from './uploaded-file.ts';

/** POST /b/checkout/v1/upload-attachment/ (F5): one file, linked to at most one transaction. */
export function uploadAttachment(call: Call): Answer | Promise<Answer> {
  return withCaller(call, async (caller) => {
    if (!mayAddEither(caller)) return FORBIDDEN;
    if (!isMultipart(call.headers)) {
      return detail(415, `Unsupported media type "${call.headers['content-type'] ?? ''}" in request.`);
    }
    const { fields, files } = await call.readMultipart();
    const file = files.find((each) => each.field === 'file');
    if (file === undefined) return refusal({ file: 'No file was submitted.' });
    const [problem] = fileProblem(file);
    if (problem !== undefined) return refusal({ file: problem });
    const linked = findLinked(call.world, last(fields, 'session_id'), last(fields, 'order_no'));
    if (linked.problem !== undefined) return refusal(linked.problem);
    const shorten = last(fields, 'shortify_attachment_url')?.toLowerCase() === 'true';
    if (shorten && linked.transaction === undefined) {
      return refusal({ attachment_short_url: 'A session_id or order_no is required to shorten the attachment URL.' });
    }
    const path = call.world.media.keep(file);
    const answer: JsonObject = { file_url: path, original_filename: file.filename };
    if (linked.transaction === undefined) return json(200, answer);
    Object.assign(linked.transaction.links, { attachment: `${call.world.baseUrl}/media/${path}` });
    if (!shorten) return json(200, answer);
    const short = call.world.shortLinks.shorten(`${call.world.baseUrl}/media/${path}`);
    Object.assign(linked.transaction.links, { attachment_short_url: short });
    return json(200, { ...answer, attachment_short_url: short });
  });
}

/** Values are plain strings here, not lists (E7). */
const refusal = (problems: Readonly<Record<string, string>>): Answer => json(400, { ...problems });

const last = (fields: JsonObject, name: string): string | undefined => {
  const value = fields[name];
  return Array.isArray(value) ? textOf({ value: value.at(-1) as unknown }, 'value') : undefined;
};

interface Linked {
  readonly transaction?: Transaction;
  readonly problem?: Readonly<Record<string, string>>;
}

function findLinked(world: World, sessionId: string | undefined, orderNo: string | undefined): Linked {
  if (sessionId !== undefined && orderNo !== undefined) {
    const message = 'Send either session_id or order_no, not both.';
    return { problem: { session_id: message, order_no: message } };
  }
  if (sessionId !== undefined) {
    const transaction = world.transactions.find(sessionId);
    return transaction === undefined ? { problem: { session_id: 'Payment transaction not found.' } } : { transaction };
  }
  if (orderNo === undefined) return {};
  const transaction = world.transactions.withOrderNo(orderNo);
  return transaction === undefined ? { problem: { order_no: 'Payment transaction not found.' } } : { transaction };
}
