/*
 * Messages of PostgreSQL's protocol, version 3, to the server: its extended query protocol, with results as text
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html). A batch of them is one buffer and one write.
 */

export type WireValue = string | Buffer | null;

/** One statement, as it is sent. */
export interface WireStatement {
  readonly text: string;
  /** A buffer goes as it is, a text as text. */
  readonly values: readonly WireValue[];
  /** By which the session knows it afterwards; empty: until the next one without a name. */
  readonly name: string;
  /** The session knows it by its name already, and what its rows are like is known here. */
  readonly isPrepared: boolean;
}

/** The portal without a name: what its rows are like, and all of them. */
const DESCRIBE = Buffer.from([...Buffer.from('D'), 0, 0, 0, 6, ...Buffer.from('P'), 0]);
const EXECUTE = Buffer.from([...Buffer.from('E'), 0, 0, 0, 9, 0, 0, 0, 0, 0]);
const SYNC = Buffer.from([...Buffer.from('S'), 0, 0, 0, 4]);
const NULL = -1;
const BINARY = 1;
/** Most batches fit into the first; what a larger one needed is kept for the next up to the second. Bytes. */
const FIRST_SIZE = 8_192;
const MOST_KEPT = 65_536;
/** Of one unit of a JavaScript string in UTF-8. */
const MOST_BYTES = 3;

/**
 * What is sent for these statements, and the Sync that ends them.
 *
 * @throws RangeError for more than 65,535 values
 */
export function batchOf(statements: readonly WireStatement[]): Buffer {
  writer.clear();
  for (const { text, values, name, isPrepared } of statements) {
    if (!isPrepared) {
      // Whether an earlier try to prepare it got as far as that is not known. To close what is not there is no fault.
      if (name !== '') writer.begin('C').text('S').cString(name).end();
      writer.begin('P').cString(name).cString(text).int16(0).end();
    }
    writer.begin('B').cString('').cString(name);
    writeValues(values);
    writer.end();
    if (!isPrepared) writer.bytes(DESCRIBE);
    writer.bytes(EXECUTE);
  }
  return writer.bytes(SYNC).copy();
}

function writeValues(values: readonly WireValue[]): void {
  writer.int16(values.length);
  for (const value of values) writer.int16(value instanceof Buffer ? BINARY : 0);
  writer.int16(values.length);
  for (const value of values) {
    if (value === null) writer.int32(NULL);
    else if (typeof value === 'string') writer.sizedText(value);
    else writer.int32(value.length).bytes(value);
  }
  // All results as text.
  writer.int16(0);
}

class Writer {
  #buffer = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;
  /** Where the length of the message stands that is being written. */
  #began = 0;

  /** Begins a message: its letter, and its length, which counts itself. */
  begin(letter: string): this {
    this.text(letter);
    this.#began = this.#length;
    return this.int32(0);
  }

  end(): void {
    this.#buffer.writeInt32BE(this.#length - this.#began, this.#began);
  }

  /** With its length before it. */
  sizedText(value: string): this {
    const at = this.#length;
    this.int32(0).text(value);
    this.#buffer.writeInt32BE(this.#length - at - 4, at);
    return this;
  }

  int16(value: number): this {
    this.#makeRoom(2);
    this.#length = this.#buffer.writeUInt16BE(value, this.#length);
    return this;
  }

  int32(value: number): this {
    this.#makeRoom(4);
    this.#length = this.#buffer.writeInt32BE(value, this.#length);
    return this;
  }

  text(value: string): this {
    if (value.length * MOST_BYTES > this.#buffer.length - this.#length) this.#makeRoom(Buffer.byteLength(value));
    this.#length += this.#buffer.write(value, this.#length);
    return this;
  }

  cString(value: string): this {
    this.text(value).#makeRoom(1);
    this.#buffer[this.#length] = 0;
    this.#length += 1;
    return this;
  }

  bytes(value: Buffer): this {
    this.#makeRoom(value.length);
    this.#length += value.copy(this.#buffer, this.#length);
    return this;
  }

  copy(): Buffer {
    const whole = Buffer.allocUnsafe(this.#length);
    this.#buffer.copy(whole, 0, 0, this.#length);
    return whole;
  }

  clear(): void {
    this.#length = 0;
    if (this.#buffer.length > MOST_KEPT) this.#buffer = Buffer.allocUnsafe(FIRST_SIZE);
  }

  #makeRoom(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

/** Of all connections: a batch is written without a pause. */
const writer = new Writer();
