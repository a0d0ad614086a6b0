import { randomBytes } from 'node:crypto';

/** Writes a multipart form as bytes, part by part. What was not written with `end` is, to its reader, cut off. */
export class FormWriter {
  readonly #boundary = `ottu-bff-${randomBytes(24).toString('hex')}`;

  get contentType(): string {
    return `multipart/form-data; boundary=${this.#boundary}`;
  }

  field(name: string, value: string): Buffer {
    return Buffer.from(`${this.#head(name)}\r\n\r\n${value}\r\n`, 'utf8');
  }

  /** The head of a file's part; its bytes follow, then `endOfFile`. */
  file(name: string, fileName: string, contentType: string): Buffer {
    const head = `${this.#head(name)}; filename="${escaped(fileName)}"`;
    return Buffer.from(`${head}\r\nContent-Type: ${contentType}\r\n\r\n`, 'utf8');
  }

  endOfFile(): Buffer {
    return Buffer.from('\r\n');
  }

  end(): Buffer {
    return Buffer.from(`--${this.#boundary}--\r\n`);
  }

  #head(name: string): string {
    return `--${this.#boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"`;
  }
}

/** As browsers do: names stay UTF-8, and what could end the quoted text or the line is percent-encoded. */
function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
