import { mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { Credentials, type OttuCredentials } from './credentials.ts';
import { TransportFault } from './transport-fault.ts';

describe('the credentials of a call', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ottu-key-'));
    path = join(folder, 'key');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const apiKeyFile = (): OttuCredentials => ({ kind: 'api_key', key: { from: 'file', path } });
  const header = (credentials: Credentials) => credentials.current().header;
  /** As a file that has been there for an hour, which is not looked into again without a reason. */
  const age = (file = path) => utimesSync(file, new Date(), new Date(Date.now() - 3_600_000));

  const replaceBy = (target: string): void => {
    unlinkSync(path);
    symlinkSync(target, path);
  };

  it('F1.2: are an API key, or a user with a password', () => {
    const secret = { reveal: () => 'pässword:1' };
    const basic = new Credentials({ kind: 'basic', username: 'shop', password: { from: 'value', secret } });
    expect(header(basic)).toBe(`Basic ${Buffer.from('shop:pässword:1').toString('base64')}`);
    const apiKey = new Credentials({ kind: 'api_key', key: { from: 'value', secret: { reveal: () => 'abc.def' } } });
    expect(header(apiKey)).toBe('Api-Key abc.def');
  });

  it.each([
    ['one line break at the end', 'key-1\n', 'key-1'],
    ['one Windows line break at the end', 'key-1\r\n', 'key-1'],
    ['no line break', 'key-1', 'key-1'],
  ])('lose exactly one line break of a file: %s', (_what, text, expected) => {
    writeFileSync(path, text);
    expect(header(new Credentials(apiKeyFile()))).toBe(`Api-Key ${expected}`);
  });

  it('keep all other white space of a password', () => {
    writeFileSync(path, ' pass word \n');
    const credentials = new Credentials({ kind: 'basic', username: 'shop', password: { from: 'file', path } });
    expect(header(credentials)).toBe(`Basic ${Buffer.from('shop: pass word ').toString('base64')}`);
  });

  it('follow a file that is written again, or replaced', () => {
    writeFileSync(path, 'key-1\n');
    age();
    const credentials = new Credentials(apiKeyFile());
    expect(header(credentials)).toBe('Api-Key key-1');
    writeFileSync(path, 'key-2\n');
    expect(header(credentials)).toBe('Api-Key key-2');
    writeFileSync(join(folder, 'new'), 'key-3\n');
    age(join(folder, 'new'));
    renameSync(join(folder, 'new'), path);
    expect(header(credentials)).toBe('Api-Key key-3');
  });

  it('follow a link that is pointed elsewhere, as an orchestrator does it', () => {
    for (const key of ['key-1', 'key-2']) {
      writeFileSync(join(folder, key), key);
      age(join(folder, key));
    }
    symlinkSync(join(folder, 'key-1'), path);
    const credentials = new Credentials(apiKeyFile());
    expect(header(credentials)).toBe('Api-Key key-1');
    replaceBy(join(folder, 'key-2'));
    expect(header(credentials)).toBe('Api-Key key-2');
  });

  it('follow changes that come faster than the clock of files ticks', () => {
    writeFileSync(path, 'key-100');
    const credentials = new Credentials(apiKeyFile());
    for (let number = 100; number < 600; number += 1) {
      writeFileSync(path, `key-${number}`);
      expect(header(credentials)).toBe(`Api-Key key-${number}`);
    }
  });

  it.each([
    ['missing', () => unlinkSync(path)],
    ['empty', () => writeFileSync(path, '')],
    ['nothing but a line break', () => writeFileSync(path, '\n')],
    ['no key at all', () => writeFileSync(path, 'key-1\nkey-2\n')],
    ['in quotes', () => writeFileSync(path, '"key-2"\n')],
    ['after a byte order mark', () => writeFileSync(path, '\uFEFFkey-2\n')],
    ['written in UTF-16', () => writeFileSync(path, '\uFEFFkey-2\n', 'utf16le')],
    ['unreadable', () => replaceBy(folder)],
  ])('stay the last good ones while the file is %s, and follow the next good one', (_what, spoil) => {
    writeFileSync(path, 'key-1\n');
    const credentials = new Credentials(apiKeyFile());
    expect(header(credentials)).toBe('Api-Key key-1');
    spoil();
    expect(header(credentials)).toBe('Api-Key key-1');
    rmSync(path, { force: true });
    writeFileSync(path, 'key-3\n');
    expect(header(credentials)).toBe('Api-Key key-3');
  });

  it('are a fault of a call that was not sent when the file has never held any', () => {
    const credentials = new Credentials(apiKeyFile());
    expect(() => credentials.current()).toThrow(new TransportFault('no_credentials', false));
  });

  it('are read again at once after a 401, whatever the file looks like', () => {
    writeFileSync(path, 'key-1');
    age();
    const credentials = new Credentials(apiKeyFile());
    const refused = credentials.current();
    expect(credentials.renewedSince(refused)).toBe(false);
    writeFileSync(path, 'key-2');
    expect(credentials.renewedSince(refused)).toBe(true);
    // Another call may have seen the change first: what counts is what this call was sent with.
    expect(credentials.renewedSince(refused)).toBe(true);
    expect(credentials.renewedSince(credentials.current())).toBe(false);
  });

  it('name what must not be seen in an answer: the key, its secret rest, the password and the pair', () => {
    const apiKey = new Credentials({
      kind: 'api_key',
      key: { from: 'value', secret: { reveal: () => 'abcdefgh.0123456789' } },
    });
    expect(apiKey.current().secrets).toEqual(['abcdefgh.0123456789', '0123456789']);
    const basic = new Credentials({
      kind: 'basic',
      username: 'u',
      password: { from: 'value', secret: { reveal: () => 'password' } },
    });
    expect(basic.current().secrets).toEqual([Buffer.from('u:password').toString('base64'), 'password']);
  });
});
