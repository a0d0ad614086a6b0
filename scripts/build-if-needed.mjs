/** Builds `dist/` when it is missing or older than what it is made of, so that `npm start` works on a fresh clone. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const built = join(root, 'dist', 'main.js');
const BUNDLER = join(root, 'scripts', 'bundle-service.mjs');

// A deployed image has no sources: what is there is what runs.
if (existsSync(join(root, 'src')) && (!existsSync(built) || newestSource() > statSync(built).mtimeMs)) build();

function build() {
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  run([nest, 'build'], () => run([BUNDLER], () => undefined));
}

/** @param next is not run where this one fails. */
function run(args, next) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const end = (signal) => child.kill(signal);
  // Whoever ends this process means the compiler too.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
  child.on('error', (error) => {
    process.stderr.write(`The build could not be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('close', (status) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, end);
    if (status === 0) return next();
    process.exitCode = status ?? 1;
    // The compiler writes files even where it fails or is ended half-way: those must not count as built.
    rmSync(built, { force: true });
  });
}

function newestSource() {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  return Math.max(...[...files, join(root, 'tsconfig.build.json'), BUNDLER].map((file) => statSync(file).mtimeMs));
}
