/**
 * `npm run clients:check` packs each client as a publisher would and looks at the package from outside: that it holds what was
 * built and nothing else, that publint has nothing to say, that it imports nothing but the packages that it declares, and that
 * the example of its README.md is type-checked, by both ways in which consumers find modules, and loads, in a folder where
 * nothing else is installed. Shows what each weighs.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';

/** What a page without a bundler loads, compressed. */
const MAX_MIN_JS_BYTES = 10 * 1024;

/** Both ways in which a consumer's TypeScript finds modules. */
const RESOLUTIONS = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
];

const root = join(import.meta.dirname, '..');
const faults = [];

execFileSync(process.execPath, [join(import.meta.dirname, 'build-clients.mjs')], { stdio: 'inherit' });
const work = mkdtempSync(join(tmpdir(), 'ottu-bff-clients-'));
try {
  for (const name of ['storefront', 'server']) await checkClient(name);
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function checkClient(name) {
  const folder = join(root, 'clients', name);
  const told = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [pack] = JSON.parse(told);
  const consumer = join(work, `consumer-of-${name}`);
  const unpacked = join(consumer, 'node_modules', ...pack.name.split('/'));
  mkdirSync(unpacked, { recursive: true });
  execFileSync('tar', ['-xzf', join(work, pack.filename), '--strip-components=1', '-C', unpacked]);

  const fault = (sentence) => faults.push(`${pack.name}: ${sentence}`);
  checkContents(name, globSync('**/*', { cwd: unpacked, withFileTypes: true }), { unpacked, fault });
  const declared = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  const { messages } = await publint({ pkgDir: unpacked, strict: true, pack: false });
  for (const message of messages) fault(`publint: ${formatMessage(message, declared)}`);
  checkImports(unpacked, { declared, builtins: name === 'server', fault });
  installDependencies(consumer, declared);
  checkConsumer(consumer, { name, packageName: pack.name, fault });

  const figures = [`${pack.size} bytes packed`, `${pack.unpackedSize} unpacked`];
  if (name === 'storefront') {
    const bytes = gzipSync(readFileSync(join(unpacked, 'dist', 'storefront.min.js')), { level: 9 }).length;
    figures.push(`storefront.min.js ${bytes} bytes by gzip (${MAX_MIN_JS_BYTES} at most)`);
    if (bytes > MAX_MIN_JS_BYTES) fault(`storefront.min.js is ${bytes} bytes by gzip, more than ${MAX_MIN_JS_BYTES}`);
  }
  process.stdout.write(`${pack.name} ${pack.version}: ${figures.join(', ')}\n`);
}

/** Two files of each source that is no test, the bundle of a storefront, and what every package has. */
function checkContents(name, entries, { unpacked, fault }) {
  const sources = globSync('src/**/*.ts', { cwd: join(root, 'clients', name) }).filter(
    (path) => !path.endsWith('.spec.ts'),
  );
  const built = sources.map((path) => path.replace(/^src/, 'dist').replace(/\.ts$/, ''));
  const expected = new Set([
    ...built.flatMap((path) => [`${path}.js`, `${path}.d.ts`]),
    ...(name === 'storefront' ? ['dist/storefront.min.js'] : []),
    'LICENSE',
    'README.md',
    'package.json',
  ]);
  const packed = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1));
  for (const path of packed) if (!expected.delete(path)) fault(`${path} does not belong into the package`);
  for (const path of expected) fault(`${path} is missing`);
}

/** No file may name anything but its own neighbours and what the package declares. */
function checkImports(unpacked, { declared, builtins, fault }) {
  for (const path of globSync('dist/**/*.{js,d.ts}', { cwd: unpacked })) {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(unpacked, path), 'utf8'), true, true);
    for (const { fileName } of importedFiles) {
      if (isAllowed(fileName)) continue;
      fault(`${path} imports ${fileName}, which is neither in the package nor among its dependencies`);
    }
    function isAllowed(specifier) {
      if (/^\.{1,2}\//.test(specifier)) {
        const target = join(dirname(path), specifier);
        return target.startsWith('dist/') && globSync(target, { cwd: unpacked }).length === 1;
      }
      return Object.hasOwn(declared.dependencies ?? {}, specifier) || (builtins && isBuiltin(specifier));
    }
  }
}

/** What the package declares, what that needs in turn, and nothing else. */
function installDependencies(consumer, { dependencies = {} }) {
  for (const name of Object.keys(dependencies)) {
    const target = join(consumer, 'node_modules', name);
    const source = join(root, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(source, target, { recursive: true });
    installDependencies(consumer, JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')));
  }
}

function checkConsumer(consumer, { name, packageName, fault }) {
  const readme = readFileSync(join(root, 'clients', name, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  if (blocks.length === 0) fault('README.md shows no code');
  const files = blocks.map((code, index) => join(consumer, `example-${index}.ts`));
  for (const [index, file] of files.entries()) writeFileSync(file, blocks[index]);
  writeFileSync(join(consumer, 'package.json'), '{"type":"module"}');
  // Only a server has Node.js: a page's own names come from its browser.
  if (name === 'server') {
    mkdirSync(join(consumer, 'node_modules', '@types'));
    for (const types of ['@types/node', 'undici-types']) {
      symlinkSync(join(root, 'node_modules', types), join(consumer, 'node_modules', types));
    }
  }
  for (const resolution of RESOLUTIONS) typeCheck(files, { consumer, name, resolution, fault });
  const names = `console.log(Object.keys(await import(${JSON.stringify(packageName)})).length)`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', names], {
    cwd: consumer,
    encoding: 'utf8',
  });
  if (!(Number(stdout) > 0)) fault(`does not load, or exports nothing: ${stderr}`);
}

/** Strictly, and with the declarations of packages checked too: a consumer may have asked for that. */
function typeCheck(files, { consumer, name, resolution, fault }) {
  const { options, errors } = ts.convertCompilerOptionsFromJson(
    {
      ...resolution,
      target: 'es2022',
      lib: name === 'server' ? ['es2023'] : ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
      types: name === 'server' ? ['node'] : [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
    },
    consumer,
  );
  const program = ts.createProgram(files, options);
  for (const { messageText, file, start } of [...errors, ...ts.getPreEmitDiagnostics(program)]) {
    const line = file === undefined ? '' : `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1}: `;
    fault(`${resolution.moduleResolution}: ${line}${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  }
}
