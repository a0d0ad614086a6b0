import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../json.ts';
import { LARGEST_FILE } from './uploaded-file.ts';
import type { UploadedFile } from './uploaded-file.ts';

export interface MultipartBody {
  /** Repeated fields become lists. */
  readonly fields: JsonObject;
  readonly files: readonly UploadedFile[];
}

/** Reads a multipart body as it comes in; of a file over the limit nothing is kept. Throws on a broken body. */
export async function readMultipart(request: FastifyRequest): Promise<MultipartBody> {
  const values = new Map<string, string[]>();
  const files: UploadedFile[] = [];
  for await (const part of request.parts({ limits: { files: 10, fields: 200 } })) {
    if (part.type === 'file') files.push(await readFile(part.fieldname, part.filename, part.mimetype, part.file));
    else values.set(part.fieldname, [...(values.get(part.fieldname) ?? []), String(part.value)]);
  }
  return { fields: Object.fromEntries(values), files };
}

async function readFile(
  field: string,
  filename: string,
  mimetype: string,
  stream: AsyncIterable<Buffer>,
): Promise<UploadedFile> {
  const digest = createHash('sha256');
  let chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    digest.update(chunk);
    bytes += chunk.length;
    if (bytes <= LARGEST_FILE) chunks.push(chunk);
    else chunks = [];
  }
  return { field, filename, mimetype, bytes, sha256: digest.digest('hex'), content: Buffer.concat(chunks) };
}
