import type { FieldError } from '../../problems/problem.ts';

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

/** What one route wants of a form with a file, told part by part as it comes in. */
export interface FormRules {
  /** Name of the file's part, here and at Ottu. */
  readonly filePart: string;
  take(field: FormField): void;
  /** What is wrong already, whatever may still come. */
  violations(): readonly FieldError[];
  /** Asked once, when the file begins: what is wrong for good by then. */
  violationsAtFile(): readonly FieldError[];
  /** Asked once, when nothing more comes. */
  violationsAtEnd(): readonly FieldError[];
}
