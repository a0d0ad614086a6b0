import { describe, expect, it } from '@jest/globals';
import { checkFileName } from './file-name.ts';

describe('an attachment must have a name that Ottu takes (F2.2)', () => {
  it.each([
    ['invoice.pdf', 'pdf'],
    ['SCAN.JPEG', 'jpeg'],
    ['a.b.xlsx', 'xlsx'],
    ['فاتورة.docx', 'docx'],
    [`${'n'.repeat(96)}.txt`, 'txt'],
    ['😀'.repeat(96).concat('.png'), 'png'],
  ])('%s', (name, extension) => {
    expect(checkFileName(name)).toEqual({ extension });
  });

  it.each([
    ['no name', undefined, 'must have a file name'],
    ['an empty name', '', 'must have a file name'],
    ['101 characters', `${'n'.repeat(97)}.txt`, 'must have a name of at most 100 characters'],
    ['a line break', 'in\nvoice.pdf', 'must have a name without control characters'],
    ['a NUL', 'invoice.pdf\0.txt', 'must have a name without control characters'],
    ['no extension', 'invoice', expect.stringContaining('must have a name that ends in one of pdf, jpeg')],
    ['nothing but an extension', '.pdf', expect.stringContaining('must have a name that ends in')],
    ['another extension', 'invoice.exe', expect.stringContaining('must have a name that ends in')],
    [
      'an allowed extension before another',
      'invoice.pdf.exe',
      expect.stringContaining('must have a name that ends in'),
    ],
    ['a name that every object has', 'x.constructor', expect.stringContaining('must have a name that ends in')],
  ])('refuses %s', (_what, name, violation) => {
    expect(checkFileName(name)).toEqual({ fault: violation });
  });
});
