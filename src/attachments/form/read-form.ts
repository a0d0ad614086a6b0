import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import { Busboy, type BusboyInstance } from '@fastify/busboy';

import { type FieldError, Problem } from '../../problems/problem.ts';

/** One part of a multipart form, in the order in which the caller sent it. */
export type FormPart = FormField | FormFile;

export interface FormField {
  readonly kind: 'field';
  readonly name: string;
  readonly value: string;
  /** The value was longer than the reader keeps; `value` is its beginning. */
  readonly truncated: boolean;
}

export interface FormFile {
  readonly kind: 'file';
  readonly name: string;
  /** Last segment of the name that the caller gave; undefined when there was none. */
  readonly fileName: string | undefined;
  /** To be read to its end, or left for good: the parts behind it come only then. */
  readonly content: AsyncIterable<Buffer, void>;
}

/** The rules of one route for a form with a file; it takes part by part as they come in. */
export interface FormRules {
  /** Name of the file's part, here and at Ottu. */
  readonly filePart: string;
  take(field: FormField): void;
  /** What is wrong already and stays wrong. */
  violations(): readonly FieldError[];
  /** Called once, when the file begins: what is wrong for good by then. */
  violationsAtFile(): readonly FieldError[];
  /** Called once, when nothing more comes. */
  violationsAtEnd(): readonly FieldError[];
}

/** Longest field that is kept; Ottu's longest is 2000 characters (F2.2), four bytes each at most. */
const MAX_FIELD_BYTES = 8_000;
const LIMITS = {
  fields: 100,
  // One more than a caller may send, so that a second file is seen and refused rather than dropped.
  files: 2,
  parts: 102,
  fieldSize: MAX_FIELD_BYTES,
  headerPairs: 20,
  headerSize: 4 * 1024,
} as const;
/** Bytes of a file that wait in memory until the reader takes them, beside one chunk from the socket. */
const FILE_BUFFER_BYTES = 64 * 1024;

/**
 * Reads a multipart form part by part, holding no more in memory than one field or a buffer of the file.
 * It ends only after the form's last boundary: a reader that reached the end knows that nothing was cut off.
 *
 * @throws Problem `bad_request` when it is no multipart form, or was cut off; `payload_too_large` with too many parts.
 */
export async function* readForm(request: IncomingMessage): AsyncGenerator<FormPart, void, void> {
  const parser = createParser(request);
  const news = new EventEmitter();
  const parts: FormPart[] = [];
  let end: { readonly problem: Problem | undefined } | undefined;
  let openFile: Readable | undefined;

  const finish = (problem?: Problem): void => {
    end ??= { problem };
    // Its reader would wait for ever for bytes that will not come.
    if (problem !== undefined) openFile?.destroy(problem);
    news.emit('news');
  };
  const onClose = (): void => {
    if (!request.complete) finish(cutOff());
  };
  parser.on('field', (name: string | undefined, value, _nameTruncated, truncated) => {
    parts.push({ kind: 'field', name: name ?? '', value, truncated });
    news.emit('news');
  });
  parser.on('file', (name: string | undefined, content, fileName: string | undefined) => {
    // A form that is cut off within the file shows in `end`; without a listener the process would end over it.
    content.on('error', () => undefined);
    openFile = content;
    parts.push({ kind: 'file', name: name ?? '', fileName, content: piecesOf(content) });
    news.emit('news');
  });
  for (const limit of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const) {
    parser.on(limit, () => finish(new Problem('payload_too_large', { detail: 'The form has too many parts.' })));
  }
  parser.on('error', () => finish(cutOff()));
  parser.on('finish', () => finish());
  request.on('close', onClose).on('error', onClose);
  request.pipe(parser);
  try {
    for (;;) {
      const part = parts.shift();
      if (part !== undefined) yield part;
      else if (end !== undefined) break;
      else await once(news, 'news');
    }
    if (end.problem !== undefined) throw end.problem;
  } finally {
    request.unpipe(parser);
    request.off('close', onClose).off('error', onClose);
  }
}

async function* piecesOf(content: Readable): AsyncGenerator<Buffer, void, void> {
  try {
    yield* content as AsyncIterable<Buffer>;
  } catch (error) {
    throw error instanceof Problem ? error : cutOff();
  }
}

function createParser(request: IncomingMessage): BusboyInstance {
  try {
    const headers = { ...request.headers, 'content-type': request.headers['content-type'] ?? '' };
    return new Busboy({ headers, limits: LIMITS, fileHwm: FILE_BUFFER_BYTES });
  } catch (cause) {
    throw new Problem('bad_request', { detail: 'The Content-Type names no multipart boundary.', cause });
  }
}

function cutOff(): Problem {
  return new Problem('bad_request', { detail: 'The form could not be read to its end.' });
}
