import type { FieldError } from '../../../problems/problem.ts';
import type { FormField } from './form-part.ts';

/** What one route wants of a form with a file, told part by part as it comes in. */
export interface FormRules {
  /** Name of the file's part, here and at Ottu. */
  readonly filePart: string;
  take(field: FormField): void;
  /** What is wrong already, whatever may still come. */
  faults(): readonly FieldError[];
  /** Asked once, when the file begins: what is wrong for good by then. */
  faultsAtFile(): readonly FieldError[];
  /** Asked once, when nothing more comes. */
  faultsAtEnd(): readonly FieldError[];
}
