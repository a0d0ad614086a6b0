import { crc32 } from 'node:zlib';

/** The beginnings of real files, made here, each with the extension that they belong to. */
export const SAMPLE_FILES = {
  pdf: Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n', 'latin1'),
  jpg: Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.alloc(300, 7)]),
  jpeg: Buffer.concat([Buffer.from('ffd8ffe1001845786966000049492a00', 'hex'), Buffer.alloc(300, 7)]),
  png: Buffer.from(
    '89504e470d0a1a0a0000000d494844520000000100000001080600000' +
      '01f15c4890000000d49444154789c6360000000020001e221bc330000000049454e44ae426082',
    'hex',
  ),
  doc: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504)]),
  xls: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504)]),
  docx: officeFile('wordprocessingml.document', 'word/document.xml'),
  xlsx: officeFile('spreadsheetml.sheet', 'xl/workbook.xml'),
  txt: Buffer.from('Dates, 2 kg\r\nتمر خلاص ٢ كجم\n', 'utf8'),
} as const;

export type SampleKind = keyof typeof SAMPLE_FILES;

/** A sample that goes on to exactly this many bytes. */
export function sampleOfSize(kind: 'pdf' | 'txt', bytes: number): Buffer {
  return Buffer.concat([SAMPLE_FILES[kind], Buffer.alloc(bytes - SAMPLE_FILES[kind].length, '0123456789abcdef\n')]);
}

/** What Word and Excel write: a zip whose first entry says what the whole is. */
function officeFile(kind: string, part: string): Buffer {
  const type = `application/vnd.openxmlformats-officedocument.${kind}.main+xml`;
  const types = `<Types><Override PartName="/${part}" ContentType="${type}"/></Types>`;
  return Buffer.concat([zipEntry('[Content_Types].xml', types), zipEntry(part, '<x/>'.repeat(500))]);
}

/** One entry of a zip, stored without compression. */
export function zipEntry(name: string, text: string): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(crc32(content), 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), content]);
}
