import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readServiceKeys } from '../config/service-keys.ts';
import { checkServiceKey } from './service-key.ts';
import { serviceKeyCommand } from './service-key-command.ts';

const create = (...args: string[]) => serviceKeyCommand(['create', ...args]);

describe('service-key create', () => {
  it('prints an entry that the service reads, and the key that fits it, whose secret is nowhere else', () => {
    const { exitCode, output } = create(
      '--name',
      'shop',
      '--scopes',
      'payments:charge, payments:read',
      '--expires',
      '2999-01-01',
    );
    expect(exitCode).toBe(0);
    const entry = /\{.*\}/.exec(output)?.[0] ?? '';
    const key = /Api-Key (\S+)/.exec(output)?.[1] ?? '';
    const secret = key.slice(key.indexOf('.') + 1);
    expect(JSON.parse(entry)).toMatchObject({
      name: 'shop',
      scopes: ['payments:charge', 'payments:read'],
      expires_at: '2999-01-01',
    });
    expect(JSON.parse(entry).secret_sha256).toBe(createHash('sha256').update(secret).digest('hex'));
    expect(entry).not.toContain(secret);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const read = readServiceKeys(`[${entry}]`);
    if (!('keys' in read)) throw new Error('not read');
    const caller = checkServiceKey({ rawHeaders: ['Authorization', `Api-Key ${key}`] }, 'payments:charge', read.keys);
    expect(caller).toMatchObject({ name: 'shop', scopes: ['payments:charge', 'payments:read'] });
  });

  it('makes another id and secret every time', () => {
    const outputs = [create('--name', 'a', '--scopes', 'cards:read'), create('--name', 'a', '--scopes', 'cards:read')];
    expect(outputs[0]?.output).not.toBe(outputs[1]?.output);
  });

  it.each([
    [[], /can do is: create/],
    [['create'], /--name is missing/],
    [['create', '--name', 'a'], /--scopes is missing/],
    [['create', '--name', 'a', '--scopes', 'payments:charge,all'], /not known: all/],
    [['create', '--name', 'a', '--scopes', 'cards:read', '--expires', 'tomorrow'], /expires_at must be/],
    [['create', '--name', '', '--scopes', 'cards:read'], /caller's name/],
    [['create', '--what'], /--what/],
  ])('explains itself where the arguments are %j', (args, reason) => {
    const { exitCode, output } = serviceKeyCommand(args);
    expect(exitCode).toBe(1);
    expect(output).toMatch(reason);
    expect(output).toContain('npm run service-key -- create --name');
  });
});
