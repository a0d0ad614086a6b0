/** Fails while the committed `openapi.json` is not what `npm run openapi` writes today. Needs a built `dist/`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const committed = join(root, 'openapi.json');
const scratch = mkdtempSync(join(tmpdir(), 'openapi-'));

try {
  const writer = join(root, 'dist', 'openapi', 'write-document.js');
  const { status } = spawnSync(process.execPath, [writer], { cwd: scratch, stdio: 'inherit' });
  const written = join(scratch, 'openapi.json');
  if (status !== 0 || !existsSync(written)) {
    fail('The OpenAPI document could not be written.');
  } else if (!existsSync(committed)) {
    fail('There is no openapi.json: run `npm run openapi` and commit it.');
  } else if (!readFileSync(committed).equals(readFileSync(written))) {
    fail(
      `openapi.json is not current (line ${firstDifference(written)} differs): run \`npm run openapi\` and commit it.`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

function firstDifference(written) {
  const [before, now] = [committed, written].map((file) => readFileSync(file, 'utf8').split('\n'));
  return now.findIndex((line, index) => line !== before[index]) + 1 || now.length + 1;
}
