import type { FastifyRequest } from 'fastify';
import { Problem } from '../../problems/problem.ts';
import { type FormRules, readForm } from './read-form.ts';
import { fileTooLarge, MAX_FILE_BYTES, StreamedForm } from './streamed-form.ts';
import { isUnread } from '../multipart-routes.ts';

/** What a form may have around its file: fields, heads of parts, boundaries. */
const MAX_OTHER_BYTES = 256 * 1024;
/** How long a caller may take to send a request; the HTTP layer ends it then. Milliseconds. */
export const RECEIVE_MS = 30_000;

/**
 * The form of a request whose body was left unread, opened up to its file.
 *
 * @throws Problem `unsupported_media_type`, `payload_too_large` by the announced length, and those of `StreamedForm.open`
 */
export async function openForm(request: FastifyRequest, rules: FormRules): Promise<StreamedForm> {
  if (!isUnread(request)) {
    throw new Problem('unsupported_media_type', { detail: 'Send the file as Content-Type: multipart/form-data.' });
  }
  if (Number(request.headers['content-length']) > MAX_FILE_BYTES + MAX_OTHER_BYTES) throw fileTooLarge(rules.filePart);
  return StreamedForm.open(readForm(request.raw), rules);
}
