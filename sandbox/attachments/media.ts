import { randomBytes } from 'node:crypto';
import type { UploadedFile } from './uploaded-file.ts';

/** Uploaded files under the names that Ottu gives them. */
export interface MediaStore {
  /** Keeps the file and answers its path: `payment_transactions/attachments/<name>`, with a random suffix where the name is taken. */
  keep(file: UploadedFile): string;
  find(path: string): UploadedFile | undefined;
  clear(): void;
}

const FOLDER = 'payment_transactions/attachments/';
/** Bytes of content in memory; the oldest files lose theirs first, their names stay taken. */
const BUDGET = 16 * 1024 * 1024;

export function createMediaStore(): MediaStore {
  const files = new Map<string, UploadedFile>();
  let kept: UploadedFile[] = [];
  let bytes = 0;
  return {
    keep(file) {
      const path = freePath(file.filename, files);
      kept.push(file);
      files.set(path, file);
      bytes += file.content.length;
      while (bytes > BUDGET) bytes -= drop(kept.shift(), files);
      return path;
    },
    find: (path) => files.get(path),
    clear() {
      files.clear();
      kept = [];
      bytes = 0;
    },
  };
}

function freePath(filename: string, files: ReadonlyMap<string, UploadedFile>): string {
  const safe = filename.replaceAll(/[^\w.-]+/g, '_');
  if (!files.has(FOLDER + safe)) return FOLDER + safe;
  return `${FOLDER}${safe.replace(/(\.[^.]*)?$/, `_${randomBytes(4).toString('hex').slice(0, 7)}$1`)}`;
}

function drop(oldest: UploadedFile | undefined, files: Map<string, UploadedFile>): number {
  if (oldest === undefined) return Number.POSITIVE_INFINITY;
  for (const [path, file] of files) if (file === oldest) files.set(path, { ...file, content: Buffer.alloc(0) });
  return oldest.content.length;
}
