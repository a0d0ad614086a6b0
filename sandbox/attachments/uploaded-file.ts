import type { Problem } from '../rules/problems.ts';

/** A file part of a multipart body, read while it streamed in. */
export interface UploadedFile {
  /** Name of the form field. */
  readonly field: string;
  readonly filename: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly mimetype: string;
  /** Empty when the file was over the limit. */
  readonly content: Buffer;
}

/** 2.5 MB (F5). */
export const LARGEST_FILE = 2.5 * 1024 * 1024;
const LONGEST_NAME = 100;
const EXTENSIONS = ['pdf', 'jpeg', 'png', 'doc', 'docx', 'jpg', 'xls', 'xlsx', 'txt'];

/** What is wrong with a file as an attachment (F2.2, F5): its extension, the length of its name, its size. */
export function fileProblem(file: UploadedFile): Problem & string[] {
  const extension = /\.([^.]+)$/.exec(file.filename)?.[1]?.toLowerCase() ?? '';
  const problems: string[] = [];
  if (!EXTENSIONS.includes(extension)) {
    problems.push(`File extension “${extension}” is not allowed. Allowed extensions are: ${EXTENSIONS.join(', ')}.`);
  }
  if ([...file.filename].length > LONGEST_NAME) {
    problems.push(`Ensure this filename has at most ${LONGEST_NAME} characters (it has ${[...file.filename].length}).`);
  }
  if (file.bytes === 0) problems.push('The submitted file is empty.');
  if (file.bytes > LARGEST_FILE) problems.push('The file must not be larger than 2.5 MB.');
  return problems;
}

/** What the request record keeps of a file. */
export function outlineOf({ field, filename, mimetype, bytes, sha256 }: UploadedFile): Omit<UploadedFile, 'content'> {
  return { field, filename, mimetype, bytes, sha256 };
}
