import { extname } from 'node:path';

import { fileTypeFromBuffer } from 'file-type';

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
  // By U+202E a name that ends in `.exe` is shown as one that ends in `.png`.
  if (/[\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return { fault: 'must have a name without invisible characters' };
  const extension = extname(name).slice(1).toLowerCase();
  if (Object.hasOwn(MEDIA_TYPES, extension)) return { extension: extension as Extension };
  return { fault: `must have a name that ends in one of ${Object.keys(MEDIA_TYPES).join(', ')}` };
}

/** How much of a file tells what it is: where the known formats have their marks. */
export const SAMPLE_BYTES = 4_100;

/** What the bytes of each kind of file look like. Word's and Excel's old files are told apart only far inside. */
const FORMATS = {
  pdf: ['pdf'],
  jpeg: ['jpg'],
  jpg: ['jpg'],
  png: ['png', 'apng'],
  doc: ['cfb'],
  xls: ['cfb'],
  docx: ['docx'],
  xlsx: ['xlsx'],
  txt: [],
} as const satisfies Record<Extension, readonly string[]>;

/** Every Office file of the newer kind begins with one of these; what is inside may stand beyond the sample. */
const OFFICE_ENTRIES = ['[Content_Types].xml', '_rels/.rels', 'docProps/'];

/** Of the control characters, text has tabs, line ends and form feeds, and NUL least of all. */
const CONTROLS_IN_TEXT: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d]);

/**
 * Why the beginning of a file does not belong to its extension, or nothing when it does.
 *
 * @param sample the first SAMPLE_BYTES of the file, or all of a smaller one.
 */
export async function contentViolation(extension: Extension, sample: Buffer): Promise<string | undefined> {
  if (sample.length === 0) return 'must not be empty';
  const detected = (await fileTypeFromBuffer(sample))?.ext;
  const fits = extension === 'txt' ? isText(sample, detected) : isOf(extension, sample, detected);
  return fits ? undefined : `does not look like a ${extension} file`;
}

/** Whether a later piece of a file shows what its beginning did not: text has no NUL anywhere. */
export function breaksFormat(extension: Extension, piece: Buffer): boolean {
  return extension === 'txt' && piece.includes(0);
}

function isOf(extension: Exclude<Extension, 'txt'>, sample: Buffer, detected: string | undefined): boolean {
  if (detected !== undefined && (FORMATS[extension] as readonly string[]).includes(detected)) return true;
  const isOffice = extension === 'docx' || extension === 'xlsx';
  return isOffice && detected === 'zip' && OFFICE_ENTRIES.some((entry) => sample.includes(entry));
}

/**
 * By single bytes, which holds for any encoding that keeps ASCII. What is detected counts only if it is another allowed
 * kind: short marks such as `BM` begin honest texts too.
 */
function isText(sample: Buffer, detected: string | undefined): boolean {
  if (sample.some((byte) => byte === 0x7f || (byte < 0x20 && !CONTROLS_IN_TEXT.has(byte)))) return false;
  return !Object.values<readonly (string | undefined)[]>(FORMATS).flat().includes(detected);
}
