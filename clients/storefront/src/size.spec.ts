import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const MAX_BYTES = 10_240;

it('the client, its packages and its sentences are at most 10 KB, as a server compresses them', () => {
  const bundler = join(ROOT, 'node_modules/esbuild/bin/esbuild');
  const flags = ['--bundle', '--minify', '--format=esm', '--target=es2022', '--charset=utf8'];
  const made = execFileSync(process.execPath, [bundler, join(import.meta.dirname, 'index.ts'), ...flags]);
  expect(gzipSync(made, { level: 9 }).length).toBeLessThanOrEqual(MAX_BYTES);
});
