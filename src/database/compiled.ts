import {
  CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Compilable,
} from 'kysely';

import type { Schema } from './schema.ts';
import type { Statement } from './send.ts';

/** Stands for a value in a statement that is compiled before the value is known. */
class Parameter {
  constructor(readonly name: string) {}
}

/** Builds statements and runs none. */
const builder = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** The value of that name, as the builder of a statement is to take it. */
export type ParameterOf<Values> = <Name extends string & keyof Values>(name: Name) => Values[Name];

/**
 * For statements that each charge runs: Kysely builds and compiles it the first time, and from then on its values are only
 * put in. What differs from run to run must be a value; a statement of another shape is another one.
 *
 * @param build given its values by name: they must go into the statement as they are.
 */
export function compiled<Values extends object, Row>(
  build: (db: Kysely<Schema>, value: ParameterOf<Values>) => Compilable<Row>,
): (values: Values) => Statement<Row> {
  let template: CompiledQuery<Row> | undefined;
  return (values) => ({
    compile: () => {
      template ??= build(builder, (name) => new Parameter(name) as never).compile();
      const { sql, query, queryId, parameters } = template;
      return {
        sql,
        query,
        queryId,
        parameters: parameters.map((one) => (one instanceof Parameter ? values[one.name as keyof Values] : one)),
      };
    },
  });
}

/** The same for a statement of several shapes, each of which is compiled once. They must be few. */
export function compiledByShape<Shape, Values extends object, Row>(
  build: (db: Kysely<Schema>, value: ParameterOf<Values>, shape: Shape) => Compilable<Row>,
): (key: string, shape: Shape, values: Values) => Statement<Row> {
  const shapes = new Map<string, (values: Values) => Statement<Row>>();
  return (key, shape, values) => {
    let statement = shapes.get(key);
    if (statement === undefined) {
      statement = compiled<Values, Row>((db, value) => build(db, value, shape));
      shapes.set(key, statement);
    }
    return statement(values);
  };
}
