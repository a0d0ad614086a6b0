import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from './configuration-error.ts';
import { processEnvironment } from './process-environment.ts';

describe('the environment of the process', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'environment-'));
    process.env['BFF_TEST_REAL'] = 'real';
  });
  afterEach(() => {
    delete process.env['BFF_TEST_REAL'];
    rmSync(directory, { recursive: true });
  });

  it('is read without a file too', () => {
    expect(processEnvironment(join(directory, 'absent'))).toMatchObject({ BFF_TEST_REAL: 'real' });
  });

  it('takes variables from the file where the real ones are silent', () => {
    const file = join(directory, '.env');
    writeFileSync(file, 'BFF_TEST_REAL=from file\nBFF_TEST_FILE=\'[{"id":1}]\' # note\n');
    expect(processEnvironment(file)).toMatchObject({ BFF_TEST_REAL: 'real', BFF_TEST_FILE: '[{"id":1}]' });
  });

  it('finds the first variable of a file behind a byte order mark too', () => {
    const file = join(directory, '.env');
    writeFileSync(file, '\uFEFFBFF_TEST_FIRST=first\n');
    expect(processEnvironment(file)).toMatchObject({ BFF_TEST_FIRST: 'first' });
  });

  it('keeps what the file holds out of process.env', () => {
    const file = join(directory, '.env');
    writeFileSync(file, 'BFF_TEST_FILE=secret\n');
    processEnvironment(file);
    expect(process.env['BFF_TEST_FILE']).toBeUndefined();
  });

  it('stops the start when the file is there but unreadable', () => {
    expect(() => processEnvironment(directory)).toThrow(ConfigurationError);
  });
});
