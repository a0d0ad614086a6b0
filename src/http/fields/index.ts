export { ChoiceList } from './structure-fields.ts';
export { field, isBlank, type FieldOptions } from './field.ts';
export { LanguageTag, languageOf } from './language.ts';
export { PhoneText, phoneNumber } from './phone-number.ts';
export { DecimalAmount, Flag, WholeNumber } from './plain-fields.ts';
export { Anything, FreeObject, ListOf, Nested, TextList } from './structure-fields.ts';
export { CountryCode, DateOnly, Email, OneOf, ReturnAddress, Text, Url } from './plain-fields.ts';
export { AlsoCheck } from './structure-fields.ts';
