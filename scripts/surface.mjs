/**
 * `npm run surface`: writes down in docs/surface.txt what callers, operators and dashboards can see of this service: routes
 * and members, problem codes, events, metrics, names in logs and timelines, variables, and columns that hold data. With
 * `--check` it fails while that file is not what it writes today. Needs a built `dist/`, and an openapi.json that is current.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const file = join(root, 'docs', 'surface.txt');
const read = (path) => readFileSync(join(root, path), 'utf8');
const document = JSON.parse(read('openapi.json'));
const sources = globSync('src/**/*.ts', { cwd: root })
  .filter((path) => !/\.(spec|arbitrary|vectors)\.ts$/.test(path))
  .map(read);

const built = (path) => import(join(root, 'dist', path));

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

function routes() {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      const { parameters = [], requestBody, responses } = item[method];
      const given = parameters.map(({ name, in: place, required }) => `${place} ${name}${required ? '' : '?'}`);
      const answers = Object.keys(responses).join(' ');
      return `${method.toUpperCase()} ${path} (${[...given, ...bodyOf(requestBody)].join(', ')}) ${answers}`;
    }),
  );
}

function bodyOf(requestBody) {
  return Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => `${type} ${nameOf(schema)}`);
}

function nameOf(schema) {
  return schema?.$ref?.split('/').at(-1) ?? schema?.type ?? 'any';
}

/** Every member of every named shape, with its type and whether it has to be there. */
function members() {
  return Object.entries(document.components.schemas).flatMap(([name, schema]) =>
    (schema.enum ?? []).map((value) => `${name} = ${value}`).concat(membersOf(name, schema)),
  );
}

function membersOf(path, schema) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const at = `${path}.${name}${required.has(name) ? '' : '?'}`;
    const kind = member.enum === undefined ? nameOf(member.items ?? member) : member.enum.join(' | ');
    return [`${at}: ${kind}${member.items === undefined ? '' : '[]'}`, ...membersOf(at, member.items ?? member)];
  });
}

/** Every text that the sources hold at these places, behind a condition where there is one; of a list each of them. */
function texts(...patterns) {
  const found = patterns.flatMap((pattern) =>
    sources.flatMap((text) =>
      [...text.matchAll(pattern)].flatMap(
        ([whole]) =>
          whole
            .split('?')
            .at(-1)
            ?.match(/'[^']+'/g) ?? [],
      ),
    ),
  );
  return found.map((text) => text.slice(1, -1));
}

async function metrics() {
  await import('reflect-metadata');
  const { createApp } = await built('create-app.js');
  const { documentSettings } = await built('openapi/document-settings.js');
  const { Metrics } = await built('observability/metrics.js');
  const app = await createApp(documentSettings());
  const registered = app.get(Metrics, { strict: false }).registry.getMetricsAsArray();
  // The others are prom-client's own, and differ from one platform to the next.
  const described = registered
    .filter(({ name }) => name.startsWith('ottu_bff_'))
    .map(({ name, labelNames = [] }) => `${name} {${labelNames.join(',')}}`);
  await app.close();
  return described;
}

async function columns() {
  const { openDatabase } = await built('database/open-database.js');
  const { migrate } = await built('database/migrate.js');
  const database = await openDatabase({ kind: 'pglite', directory: undefined }, { onConnectionLost: () => undefined });
  await migrate(database);
  const { rows } = await database.embedded.query(`
    select table_name, column_name, data_type, is_nullable from information_schema.columns
      where table_schema = 'public' order by table_name, column_name`);
  await database.close();
  return rows.map(
    (row) => `${row.table_name}.${row.column_name} ${row.data_type}${row.is_nullable === 'YES' ? '?' : ''}`,
  );
}

const sections = {
  Routes: routes(),
  Members: members(),
  'Problem codes': document.components.schemas.ProblemCode.enum,
  Events: texts(/export const EVENT_TYPES = \[[^\]]*\]/g),
  Metrics: await metrics(),
  'Fields of log lines': texts(/const LOG_FIELDS[^=]*= new Set\(\[[^\]]*\]\)/g),
  'Entries of timelines': texts(
    /writeTimeline\(\s*\w+,\s*[\w.]+,\s*'\w+'/g,
    /\bevent: (?:sent \? )?'\w+'(?: : '\w+')?/g,
    /\bevent: [^,;\n]*\? '\w+' : '\w+'/g,
    /\bevent = '\w+'/g,
  ),
  Variables: [...read('src/config/environment.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+)\?: /gm)].map(([, name]) => name),
  Columns: await columns(),
};

const written = Object.entries(sections)
  .map(
    ([title, lines]) =>
      `${title}\n\n${[...new Set(lines)]
        .toSorted((one, other) => (one < other ? -1 : 1))
        .map((line) => `  ${line}\n`)
        .join('')}`,
  )
  .join('\n');

if (process.argv.includes('--check')) {
  const before = read('docs/surface.txt').split('\n');
  const now = written.split('\n');
  const gone = before.filter((line) => !now.includes(line));
  const added = now.filter((line) => !before.includes(line));
  if (before.join('\n') !== written) {
    process.stderr.write(`What can be seen of this service has changed; run \`npm run surface\` if that is meant.\n`);
    for (const line of gone) process.stderr.write(`-${line}\n`);
    for (const line of added) process.stderr.write(`+${line}\n`);
    process.exitCode = 1;
  } else process.stdout.write('Nothing that can be seen has changed.\n');
} else writeFileSync(file, written);
process.exit();
