import pg from 'pg';

/** A column of an answer, as the server describes it. */
export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** How the rows of one statement are made from the texts that the server sends. */
export class RowShape {
  readonly #fields: readonly Field[];
  readonly #readers: readonly ((text: string) => unknown)[];
  /** Copied for each row, which is quicker than adding one member after the other. */
  readonly #empty: Readonly<Record<string, null>>;

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
    this.#readers = fields.map(readerOf);
    this.#empty = Object.fromEntries(fields.map(({ name }) => [name, null]));
  }

  /** @throws what a value throws that cannot be read */
  row(texts: readonly (string | null)[]): Record<string, unknown> {
    const row: Record<string, unknown> = { ...this.#empty };
    for (let index = 0; index < texts.length; index += 1) {
      const text = texts[index];
      const field = this.#fields[index];
      if (text !== null && text !== undefined && field !== undefined) row[field.name] = this.#readers[index]?.(text);
    }
    return row;
  }

  isOf(fields: readonly Field[]): boolean {
    return (
      fields.length === this.#fields.length &&
      fields.every(({ name, dataTypeID }, index) => {
        const own = this.#fields[index];
        return own?.name === name && own.dataTypeID === dataTypeID;
      })
    );
  }
}

function readerOf({ dataTypeID }: Field): (text: string) => unknown {
  return pg.types.getTypeParser(dataTypeID, 'text') as (text: string) => unknown;
}

/** Of statements by their names: connections for which one has the same columns share its shape. */
export class RowShapes {
  readonly #shapes = new Map<string, RowShape>();

  /** @param name absent for a statement that is not prepared. */
  of(name: string | undefined, fields: readonly Field[]): RowShape {
    const known = name === undefined ? undefined : this.#shapes.get(name);
    if (known?.isOf(fields) === true) return known;
    const shape = new RowShape(fields);
    if (name !== undefined) this.#shapes.set(name, shape);
    return shape;
  }
}
