import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { freePort } from '../../test/support/free-port.ts';
import { Secret } from '../config/secret.ts';
import { Captcha, NoCaptcha, SiteverifyCaptcha } from './captcha.ts';

const verifier = {
  status: 200,
  body: '{"success":true}',
  forms: [] as string[],
  server: undefined as Server | undefined,
};
let challenge: Captcha;
let unusual = true;

beforeAll(async () => {
  Logger.overrideLogger(false);
  verifier.server = createServer((request, response) => {
    let form = '';
    request.on('data', (chunk) => (form += String(chunk)));
    request.on('end', () => {
      verifier.forms.push(form);
      response
        .writeHead(verifier.status, { 'content-type': 'application/json', location: '/elsewhere' })
        .end(verifier.body);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => verifier.server?.once('listening', resolve));
  const verifyUrl = `http://127.0.0.1:${(verifier.server.address() as AddressInfo).port}/siteverify`;
  const outcomes = { unusuallyDeclined: async () => unusual };
  challenge = new SiteverifyCaptcha({ verifyUrl, secret: new Secret('the-secret') }, outcomes);
});
afterAll(() => {
  verifier.server?.close();
});
beforeEach(() => {
  Object.assign(verifier, { status: 200, body: '{"success":true}', forms: [] });
  unusual = true;
});

const refusal = { code: 'challenge_required', status: 403, options: { outcome: 'none' } };

describe('M96: the challenge', () => {
  it('is asked for while unusually many attempts are declined, and not otherwise', async () => {
    await expect(challenge.require(undefined)).rejects.toMatchObject(refusal);
    unusual = false;
    await expect(challenge.require(undefined)).resolves.toBeUndefined();
    expect(verifier.forms).toEqual([]);
  });

  it('is passed with a token that the verifier takes, which it gets with the secret', async () => {
    await expect(challenge.require('solved & done')).resolves.toBeUndefined();
    expect(verifier.forms).toEqual(['secret=the-secret&response=solved+%26+done']);
  });

  it.each([
    ['it says no', 200, '{"success":false}'],
    ['it says something like yes', 200, '{"success":"true"}'],
    ['it says nothing', 200, '{}'],
    ['it answers no JSON', 200, 'true!'],
    ['it answers null', 200, 'null'],
    ['it fails', 500, '{"success":true}'],
    ['it points elsewhere', 302, '{"success":true}'],
  ])('is not passed when %s', async (_name, status, body) => {
    Object.assign(verifier, { status, body });
    await expect(challenge.require('token')).rejects.toMatchObject(refusal);
  });

  it('is not passed, and the verifier not asked, without a token or with an endless one', async () => {
    for (const token of [undefined, '', 'x'.repeat(2_049)]) {
      await expect(challenge.require(token)).rejects.toMatchObject(refusal);
    }
    expect(verifier.forms).toEqual([]);
  });

  it('is not passed while the verifier cannot be reached', async () => {
    const alone = new SiteverifyCaptcha(
      { verifyUrl: `http://127.0.0.1:${await freePort()}/`, secret: new Secret('s') },
      { unusuallyDeclined: async () => true },
    );
    await expect(alone.require('token')).rejects.toMatchObject(refusal);
  });

  it('is never asked for where none is configured', async () => {
    await expect(new NoCaptcha().require(undefined)).resolves.toBeUndefined();
  });
});
