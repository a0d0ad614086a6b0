import { pointer } from '../../json/json-pointer.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';
import type { FormFile, FormPart } from './form/form-part.ts';
import { FormWriter } from './form/write-form.ts';
import { breaksFormat, contentFault, SAMPLE_BYTES } from './rules/file-content.ts';
import { checkFileName, MEDIA_TYPES, type Extension } from './rules/file-name.ts';
import { UploadFields } from './upload-fields.ts';

/** 2.5 MB (F5) as Django counts it, whose default limit this is. */
export const MAX_FILE_BYTES = 2.5 * 1024 * 1024;
/** Name of the file's part, here and at Ottu. */
export const FILE_PART = 'file';

interface OpenFile {
  readonly name: string;
  readonly extension: Extension;
  /** The first pieces, taken to look at. */
  readonly begin: readonly Buffer[];
  readonly rest: AsyncIterator<Buffer>;
}

/**
 * One upload on its way from a caller's form into a form for Ottu. `open` reads up to the file's first kilobytes and
 * throws what is wrong so far, before Ottu hears of it. `body` then gives the new form as fast as it is taken; when it
 * meets a fault it throws before the form's end is written, so that Ottu never gets a whole one, and `refusal` tells.
 */
export class Upload {
  readonly #parts: AsyncGenerator<FormPart, void, void>;
  readonly #form = new FormWriter();
  readonly #fields = new UploadFields();
  readonly #before: Buffer[] = [];
  #refusal: Problem | undefined;

  private constructor(parts: AsyncGenerator<FormPart, void, void>) {
    this.#parts = parts;
  }

  /** @throws Problem `validation_failed` with all that is known to be wrong, or what reading the form throws. */
  static async open(parts: AsyncGenerator<FormPart, void, void>): Promise<OpenUpload> {
    const upload = new Upload(parts);
    try {
      const file = await upload.#openFile();
      return {
        contentType: upload.#form.contentType,
        body: upload.#body(file),
        refusal: () => upload.#refusal,
        close: () => upload.#close(),
      };
    } catch (error) {
      upload.#close();
      throw error;
    }
  }

  async #openFile(): Promise<OpenFile> {
    for (;;) {
      const { value: part } = await this.#parts.next();
      if (part === undefined) throw invalid([...this.#fields.faultsAtEnd(), { pointer: pointer(FILE_PART), message: 'is required' }]);
      if (part.kind === 'file') return this.#checkedFile(part);
      this.#before.push(...this.#field(part));
    }
  }

  async #checkedFile(part: FormFile): Promise<OpenFile> {
    const named = checkFileName(part.fileName);
    const rest = part.content[Symbol.asyncIterator]();
    const begin = await take(rest, SAMPLE_BYTES);
    const fault = 'fault' in named ? named.fault : await contentFault(named.extension, Buffer.concat(begin).subarray(0, SAMPLE_BYTES));
    const faults = [
      ...this.#fields.faults(),
      ...(part.name === FILE_PART ? [] : [{ pointer: pointer(part.name), message: `must be sent as ${FILE_PART}` }]),
      ...(part.name !== FILE_PART || fault === undefined ? [] : [{ pointer: pointer(FILE_PART), message: fault }]),
    ];
    if (faults.length > 0 || 'fault' in named) throw invalid(faults);
    return { name: part.fileName ?? '', extension: named.extension, begin, rest };
  }

  async *#body(file: OpenFile): AsyncGenerator<Buffer, void, void> {
    try {
      yield* this.#before;
      yield* this.#file(file);
      for await (const part of this.#parts) {
        if (part.kind === 'file') throw invalid([{ pointer: pointer(part.name), message: 'is one file too many' }]);
        yield* this.#field(part);
        refuse(this.#fields.faults());
      }
      refuse(this.#fields.faultsAtEnd());
      yield this.#form.end();
    } catch (error) {
      this.#refusal = error instanceof Problem ? error : new Problem('bad_request', { cause: error });
      throw error;
    }
  }

  async *#file({ name, extension, begin, rest }: OpenFile): AsyncGenerator<Buffer, void, void> {
    let size = 0;
    yield this.#form.file(FILE_PART, name, MEDIA_TYPES[extension]);
    for await (const piece of follow(begin, rest)) {
      size += piece.length;
      if (size > MAX_FILE_BYTES) throw fileTooLarge();
      if (breaksFormat(extension, piece)) throw invalid([{ pointer: pointer(FILE_PART), message: `does not look like a ${extension} file` }]);
      yield piece;
    }
    yield this.#form.endOfFile();
  }

  #field(part: FormPart & { readonly kind: 'field' }): Buffer[] {
    if (part.name === FILE_PART) throw invalid([{ pointer: pointer(FILE_PART), message: 'must be a file, with a file name' }]);
    this.#fields.take(part);
    return [this.#form.field(part.name, part.value)];
  }

  /** Not waited for: it may be in the middle of waiting for the caller. */
  #close(): void {
    this.#parts.return().catch(() => undefined);
  }
}

export interface OpenUpload {
  readonly contentType: string;
  /** The form for Ottu. To be read once, and only to its end or not at all. */
  readonly body: AsyncGenerator<Buffer, void, void>;
  /** Why `body` broke off, if this service did it. */
  readonly refusal: () => Problem | undefined;
  /** To be called when the body is no longer read, whatever happened. */
  readonly close: () => void;
}

export function fileTooLarge(): Problem {
  const message = 'must be at most 2.5 MB';
  return new Problem('payload_too_large', { detail: 'The file is larger than 2.5 MB.', errors: [{ pointer: pointer(FILE_PART), message }] });
}

async function take(pieces: AsyncIterator<Buffer>, bytes: number): Promise<Buffer[]> {
  const taken: Buffer[] = [];
  for (let size = 0; size < bytes; ) {
    const { value, done } = await pieces.next();
    if (done === true) break;
    taken.push(value);
    size += value.length;
  }
  return taken;
}

async function* follow(begin: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, void> {
  yield* begin;
  for (;;) {
    const { value, done } = await rest.next();
    if (done === true) return;
    yield value;
  }
}

function refuse(faults: readonly FieldError[]): void {
  if (faults.length > 0) throw invalid(faults);
}

function invalid(errors: readonly FieldError[]): Problem {
  return new Problem('validation_failed', { errors });
}
