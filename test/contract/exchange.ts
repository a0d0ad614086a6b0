import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';

import { Busboy } from '@fastify/busboy';

/** One request and its answer, as they went over the wire between the service and the simulator. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: IncomingHttpHeaders;
  readonly requestBody: Buffer;
  readonly status: number;
  readonly answerHeaders: IncomingHttpHeaders;
  readonly answerBody: Buffer;
  /** Whether the service sent it, or the check itself, to hear an answer that the service never provokes. */
  readonly sender: 'service' | 'check';
}

export interface ReadBody {
  readonly mediaType: string;
  /** undefined for an empty body. */
  readonly value: unknown;
  /** Every value of a form is text; the schema says what it stands for. */
  readonly isForm: boolean;
}

/** A body as the value that a schema describes; a file of a form counts as its name. */
export async function readBody(headers: IncomingHttpHeaders, bytes: Buffer): Promise<ReadBody> {
  const header = headers['content-type'] ?? '';
  const mediaType = header.split(';')[0]?.trim().toLowerCase() ?? '';
  if (bytes.length === 0) return { mediaType, value: undefined, isForm: false };
  if (mediaType === 'application/json') return { mediaType, value: JSON.parse(bytes.toString('utf8')), isForm: false };
  if (mediaType !== 'multipart/form-data' && mediaType !== 'application/x-www-form-urlencoded') {
    return { mediaType, value: bytes.toString('utf8'), isForm: false };
  }
  const entries = await formEntries(header, bytes);
  const value = Object.fromEntries(
    [...Map.groupBy(entries, ([name]) => name)].map(([name, given]) => [
      name,
      given.length === 1 ? given[0]?.[1] : given.map(([, text]) => text),
    ]),
  );
  return { mediaType, value, isForm: true };
}

async function formEntries(contentType: string, bytes: Buffer): Promise<(readonly [string, string])[]> {
  const entries: (readonly [string, string])[] = [];
  const parser = new Busboy({ headers: { 'content-type': contentType } });
  parser.on('field', (name, value) => entries.push([name, value]));
  parser.on('file', (name, content, fileName) => {
    entries.push([name, fileName]);
    content.resume();
  });
  const finished = once(parser, 'finish');
  parser.end(bytes);
  await finished;
  return entries;
}
