/** Fails while the committed `openapi.json` and page of problem codes are not what `npm run openapi` writes today. Needs a built `dist/`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const FILES = ['openapi.json', 'docs/problem-codes.md'];
const scratch = mkdtempSync(join(tmpdir(), 'openapi-'));

try {
  const writer = join(root, 'dist', 'openapi', 'write-document.js');
  const { status } = spawnSync(process.execPath, [writer], { cwd: scratch, stdio: 'inherit' });
  if (status !== 0) fail('The OpenAPI document could not be written.');
  else FILES.forEach(compare);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function compare(file) {
  const [committed, written] = [join(root, file), join(scratch, file)];
  if (!existsSync(written)) {
    fail(`${file} could not be written.`);
  } else if (!existsSync(committed)) {
    fail(`There is no ${file}: run \`npm run openapi\` and commit it.`);
  } else if (!readFileSync(committed).equals(readFileSync(written))) {
    const line = firstDifference(committed, written);
    fail(`${file} is not current (line ${line} differs): run \`npm run openapi\` and commit it.`);
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

function firstDifference(committed, written) {
  const [before, now] = [committed, written].map((file) => readFileSync(file, 'utf8').split('\n'));
  return now.findIndex((line, index) => line !== before[index]) + 1 || now.length + 1;
}
