import { pointer } from '../../json/json-pointer.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';
import {
  breaksFormat,
  contentViolation,
  SAMPLE_BYTES,
  checkFileName,
  MEDIA_TYPES,
  type Extension,
} from './file-type.ts';
import type { FormField, FormFile, FormPart, FormRules } from './read-form.ts';
import { FormWriter } from './write-form.ts';

/** 2.5 MB (F5) as Django counts it, whose default limit this is. */
export const MAX_FILE_BYTES = 2.5 * 1024 * 1024;

interface OpenFile {
  readonly name: string;
  readonly extension: Extension;
  /** The first pieces, read to see what the file is. */
  readonly begin: readonly Buffer[];
  readonly rest: Pieces;
}

type Pieces = AsyncIterator<Buffer, void>;
type Field = readonly [name: string, value: string];

/**
 * One form on its way from a caller into a form for Ottu. `open` reads up to the file's first kilobytes and throws what
 * is wrong so far, before Ottu hears of it. `body` then gives the new form as fast as it is taken; when it meets a fault
 * it throws before the form's end is written, so that Ottu never gets a whole one, and `refusal` tells why.
 */
export class StreamedForm {
  readonly #parts: AsyncGenerator<FormPart, void, void>;
  readonly #rules: FormRules;
  readonly #form = new FormWriter();
  readonly #before: Field[] = [];
  #file: OpenFile | undefined;
  #refusal: Problem | undefined;

  private constructor(parts: AsyncGenerator<FormPart, void, void>, rules: FormRules) {
    this.#parts = parts;
    this.#rules = rules;
  }

  /** @throws Problem `validation_failed` with all that is known to be wrong, or what reading the form throws */
  static async open(parts: AsyncGenerator<FormPart, void, void>, rules: FormRules): Promise<StreamedForm> {
    const form = new StreamedForm(parts, rules);
    try {
      form.#file = await form.#openFile();
      return form;
    } catch (error) {
      form.close();
      throw error;
    }
  }

  get contentType(): string {
    return this.#form.contentType;
  }

  get fileName(): string {
    return this.#file?.name ?? '';
  }

  /** The fields before the file, in the order in which they came. */
  get fields(): readonly Field[] {
    return this.#before;
  }

  /** The first kilobytes of the file. */
  get sample(): Buffer {
    return sampleOf(this.#file?.begin ?? []);
  }

  /** As `body`, with members of ours where the caller gave none. */
  bodyWith(ours: Readonly<Record<string, string | undefined>>): AsyncGenerator<Buffer, void, void> {
    const given = new Set(this.#before.map(([name]) => name));
    return this.body(
      Object.entries(ours).flatMap(([name, value]): Field[] =>
        given.has(name) || value === undefined ? [] : [[name, value]],
      ),
    );
  }

  /**
   * The form for Ottu: to be read once.
   *
   * @param more fields of ours, put in before the file.
   */
  async *body(more: readonly Field[] = []): AsyncGenerator<Buffer, void, void> {
    try {
      for (const [name, value] of [...this.#before, ...more]) yield this.#form.field(name, value);
      if (this.#file !== undefined) yield* this.#content(this.#file);
      for await (const part of this.#parts) {
        if (part.kind === 'file') throw this.#violation(part.name, 'is one file too many');
        this.#take(part);
        rejectForm(this.#rules.violations());
        yield this.#form.field(part.name, part.value);
      }
      rejectForm(this.#rules.violationsAtEnd());
      yield this.#form.end();
    } catch (error) {
      this.#refusal = error instanceof Problem ? error : new Problem('bad_request', { cause: error });
      throw error;
    }
  }

  /** Why `body` broke off, if this service did it. */
  get refusal(): Problem | undefined {
    return this.#refusal;
  }

  /** To be called when the body is no longer read, also after a fault. It does not wait for the caller, who may be silent. */
  close(): void {
    this.#parts.return().catch(() => undefined);
  }

  async #openFile(): Promise<OpenFile> {
    for (;;) {
      const { value: part } = await this.#parts.next();
      if (part === undefined) {
        throw invalid([
          ...this.#rules.violationsAtFile(),
          { pointer: pointer(this.#rules.filePart), message: 'is required' },
        ]);
      }
      if (part.kind === 'file') return this.#checkedFile(part);
      this.#take(part);
      this.#before.push([part.name, part.value]);
    }
  }

  async #checkedFile({ name: part, fileName, content }: FormFile): Promise<OpenFile> {
    const { filePart } = this.#rules;
    const named = checkFileName(fileName);
    const rest = content[Symbol.asyncIterator]();
    const begin = await take(rest, SAMPLE_BYTES);
    const violation = 'fault' in named ? named.fault : await contentViolation(named.extension, sampleOf(begin));
    const violations = [...this.#rules.violationsAtFile()];
    if (part !== filePart) violations.push({ pointer: pointer(part), message: `must be sent as ${filePart}` });
    else if (violation !== undefined) violations.push({ pointer: pointer(filePart), message: violation });
    if (violations.length > 0 || 'fault' in named) throw invalid(violations);
    return { name: fileName ?? '', extension: named.extension, begin, rest };
  }

  async *#content({ name, extension, begin, rest }: OpenFile): AsyncGenerator<Buffer, void, void> {
    const { filePart } = this.#rules;
    let size = 0;
    yield this.#form.file(filePart, name, MEDIA_TYPES[extension]);
    for await (const piece of follow(begin, rest)) {
      size += piece.length;
      if (size > MAX_FILE_BYTES) throw fileTooLarge(filePart);
      if (breaksFormat(extension, piece)) throw this.#violation(filePart, `does not look like a ${extension} file`);
      yield piece;
    }
    yield this.#form.endOfFile();
  }

  #take(field: FormField): void {
    if (field.name === this.#rules.filePart) throw this.#violation(field.name, 'must be a file, with a file name');
    this.#rules.take(field);
  }

  #violation(name: string, message: string): Problem {
    return invalid([{ pointer: pointer(name), message }]);
  }
}

export function fileTooLarge(filePart: string): Problem {
  const errors = [{ pointer: pointer(filePart), message: 'must be at most 2.5 MB' }];
  return new Problem('payload_too_large', { detail: 'The file is larger than 2.5 MB.', errors });
}

async function take(pieces: Pieces, bytes: number): Promise<Buffer[]> {
  const taken: Buffer[] = [];
  for (let size = 0; size < bytes;) {
    const next = await pieces.next();
    if (next.done === true) break;
    taken.push(next.value);
    size += next.value.length;
  }
  return taken;
}

async function* follow(begin: readonly Buffer[], rest: Pieces): AsyncGenerator<Buffer, void, void> {
  yield* begin;
  for (;;) {
    const next = await rest.next();
    if (next.done === true) return;
    yield next.value;
  }
}

function sampleOf(begin: readonly Buffer[]): Buffer {
  return Buffer.concat(begin).subarray(0, SAMPLE_BYTES);
}

function rejectForm(violations: readonly FieldError[]): void {
  if (violations.length > 0) throw invalid(violations);
}

function invalid(errors: readonly FieldError[]): Problem {
  return new Problem('validation_failed', { errors });
}
