import { extname } from 'node:path';

/** The extensions that Ottu takes (F2.2, F5), with the media type that each is sent on with. */
export const MEDIA_TYPES = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  txt: 'text/plain',
} as const;

export type Extension = keyof typeof MEDIA_TYPES;

/** Characters (Unicode code points), extension included (F2.2). */
export const MAX_NAME_LENGTH = 100;

/** A file's extension in lower case, or why its name is refused as the end of a sentence that starts with "file". */
export function checkFileName(
  name: string | undefined,
): { readonly extension: Extension } | { readonly fault: string } {
  if (name === undefined || name === '') return { fault: 'must have a file name' };
  if ([...name].length > MAX_NAME_LENGTH) return { fault: `must have a name of at most ${MAX_NAME_LENGTH} characters` };
  if (/[\p{Cc}\p{Cs}]/u.test(name)) return { fault: 'must have a name without control characters' };
  const extension = extname(name).slice(1).toLowerCase();
  if (Object.hasOwn(MEDIA_TYPES, extension)) return { extension: extension as Extension };
  return { fault: `must have a name that ends in one of ${Object.keys(MEDIA_TYPES).join(', ')}` };
}
