/** Builds `dist/` when it is missing or older than what it is made of, so that `npm start` works on a fresh clone. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const built = join(root, 'dist', 'main.js');

// A deployed image has no sources: what is there is what runs.
if (existsSync(join(root, 'src')) && (!existsSync(built) || newestSource() > statSync(built).mtimeMs)) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}

function newestSource() {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  return Math.max(...[...files, join(root, 'tsconfig.build.json')].map((file) => statSync(file).mtimeMs));
}
