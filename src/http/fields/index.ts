export { ChoiceList } from './choice-list.ts';
export { field, type FieldOptions, type FieldRule } from './field.ts';
export { DecimalAmount, Flag, WholeNumber, type WholeNumberOptions } from './number-fields.ts';
export { Anything, FreeObject, ListOf, Nested, TextList, type Class, type ListOptions } from './structure-fields.ts';
export { CountryCode, DateOnly, Email, OneOf, Text, Url, type TextOptions } from './text-fields.ts';
export { AlsoCheck } from './also-check.ts';
