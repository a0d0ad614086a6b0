export type LogLine = Readonly<Record<string, unknown>>;

/** All that this process writes to its standard output and error, from the making of this to `end`. */
export class WrittenLog {
  readonly #outputs = [process.stdout, process.stderr];
  readonly #writes = this.#outputs.map((stream) => stream.write);
  #text = '';

  constructor() {
    for (const stream of this.#outputs) {
      stream.write = (text: string | Uint8Array): boolean => {
        this.#text += String(text);
        return true;
      };
    }
  }

  get text(): string {
    return this.#text;
  }

  /** The lines that were written since `clear`, those alone that have all of these fields. */
  lines(fields: LogLine = {}): LogLine[] {
    return this.#text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine)
      .filter((line) => Object.entries(fields).every(([name, value]) => line[name] === value));
  }

  clear(): void {
    this.#text = '';
  }

  end(): void {
    for (const [index, stream] of this.#outputs.entries()) stream.write = this.#writes[index] as typeof stream.write;
  }
}
