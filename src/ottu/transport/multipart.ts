import { randomBytes } from 'node:crypto';

export interface MultipartFile {
  /** Name of the form field that holds the file. */
  readonly field: string;
  readonly fileName: string;
  readonly contentType: string;
  /** Read once, chunk by chunk, as fast as Ottu takes it. Its opener closes it, also when the call fails. */
  readonly content: AsyncIterable<Uint8Array>;
  /** Bytes, where known: then the request has a length instead of being sent in chunks. A wrong one fails the call. */
  readonly size?: number | undefined;
}

/** A multipart/form-data body that is made while it is sent; no file is ever whole in memory. */
export interface Multipart {
  /** With the boundary. */
  readonly contentType: string;
  /** Sent in chunks where it is not known. */
  readonly contentLength?: number | undefined;
  /** When it throws, the request is broken off, so that Ottu never has a whole one. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Fields in the order given, the file last, so that a receiver has read the fields when the file begins. */
export function multipart(
  fields: readonly (readonly [name: string, value: string])[],
  file: MultipartFile,
  boundary = `ottu-bff-${randomBytes(18).toString('hex')}`,
): Multipart {
  const part = (disposition: string): string => `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n`;
  const head = Buffer.from(
    [
      ...fields.map(([name, value]) => `${part(`name="${escaped(name)}"`)}\r\n${value}\r\n`),
      part(`name="${escaped(file.field)}"; filename="${escaped(file.fileName)}"`),
      `content-type: ${headerSafe(file.contentType)}\r\n\r\n`,
    ].join(''),
    'utf8',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`, 'utf8');
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: file.size === undefined ? undefined : head.length + file.size + tail.length,
    body: joined(head, file.content, tail),
  };
}

async function* joined(head: Buffer, content: AsyncIterable<Uint8Array>, tail: Buffer): AsyncGenerator<Uint8Array> {
  yield head;
  yield* content;
  yield tail;
}

/** As browsers write names in a part's header. */
function escaped(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

function headerSafe(contentType: string): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream';
}
