import { describe, expect, it } from '@jest/globals';

import { SAMPLE_FILES, sampleOfSize, zipEntry, type SampleKind } from '../../../test/support/sample-files.ts';
import { checkFileName, breaksFormat, contentViolation, SAMPLE_BYTES, type Extension } from './file-type.ts';

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
    ['a mark that turns what follows', 'invoice\u202etxt.png', 'must have a name without invisible characters'],
    ['a space without width', 'in\u200bvoice.png', 'must have a name without invisible characters'],
    ['a line separator', 'in\u2028voice.png', 'must have a name without invisible characters'],
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

const KINDS = Object.keys(SAMPLE_FILES) as SampleKind[];
/** Files that look the same: two names of one format, and the old Office formats in their first kilobytes. */
const SAME: readonly (readonly string[])[] = [
  ['jpg', 'jpeg'],
  ['doc', 'xls'],
];

function sameFormat(one: string, other: string): boolean {
  return one === other || SAME.some((pair) => pair.includes(one) && pair.includes(other));
}

describe('the content of a file must be what its name says', () => {
  it.each(KINDS.flatMap((name) => KINDS.map((content) => [name, content] as const)))(
    'a .%s with the content of a %s',
    async (name, content) => {
      const violation = await contentViolation(name, SAMPLE_FILES[content]);
      expect(violation).toBe(sameFormat(name, content) ? undefined : `does not look like a ${name} file`);
    },
  );

  it.each<[string, Extension, Buffer]>([
    [
      'a docx of which the sample shows no type, only its usual first entries',
      'docx',
      Buffer.concat([zipEntry('_rels/.rels', 'x'.repeat(5000))]),
    ],
    [
      'an xlsx that begins with its properties',
      'xlsx',
      Buffer.concat([zipEntry('docProps/app.xml', 'x'.repeat(5000))]),
    ],
    ['a text in Windows-1256', 'txt', Buffer.from([0xca, 0xe3, 0xd1, 0x20, 0xce, 0xe1, 0xc7, 0xd5, 0x0a])],
    ['a text that begins like a bitmap', 'txt', Buffer.from('BM 12: delivered on Monday\n')],
    ['a text that begins with a byte order mark', 'txt', Buffer.from('\ufeffhello')],
    ['a text longer than the sample', 'txt', sampleOfSize('txt', SAMPLE_BYTES)],
  ])('takes %s', async (_what, extension, sample) => {
    expect(await contentViolation(extension, sample.subarray(0, SAMPLE_BYTES))).toBeUndefined();
  });

  it.each<[string, Extension, Buffer]>([
    ['a text with a NUL', 'txt', Buffer.from('hel\0lo')],
    ['a text with control characters', 'txt', Buffer.from('hel\u0007lo')],
    ['a program called txt', 'txt', Buffer.from('4d5a90000300000004000000ffff0000', 'hex')],
    ['a zip called docx', 'docx', zipEntry('payload.exe', 'x'.repeat(3000))],
    [
      'a macro document called docx',
      'docx',
      zipEntry(
        '[Content_Types].xml',
        '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>',
      ),
    ],
    ['HTML called pdf', 'pdf', Buffer.from('<html><script>alert(1)</script></html>')],
    ['noise called png', 'png', Buffer.alloc(2000, 0x5a)],
  ])('refuses %s', async (_what, extension, sample) => {
    expect(await contentViolation(extension, sample)).toBe(`does not look like a ${extension} file`);
  });

  it('refuses an empty file', async () => {
    expect(await contentViolation('pdf', Buffer.alloc(0))).toBe('must not be empty');
  });

  it('text has no NUL anywhere, other formats may', () => {
    expect(breaksFormat('txt', Buffer.from('a\0b'))).toBe(true);
    expect(breaksFormat('txt', Buffer.from('ab'))).toBe(false);
    expect(breaksFormat('pdf', Buffer.from('a\0b'))).toBe(false);
  });
});
