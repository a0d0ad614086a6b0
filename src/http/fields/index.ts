export { ChoiceList } from './choice-list.ts';
export { field, type FieldOptions } from './field.ts';
export { DecimalAmount, Flag, WholeNumber } from './number-fields.ts';
export { Anything, FreeObject, ListOf, Nested, TextList } from './structure-fields.ts';
export { CountryCode, DateOnly, Email, OneOf, Text, Url } from './text-fields.ts';
export { AlsoCheck } from './also-check.ts';
