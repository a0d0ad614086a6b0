import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { readRequest } from './watch.ts';
import { curlLine } from './your-turn.ts';

describe('the line to paste', () => {
  it('is one line that a shell reads as one command with a JSON body', () => {
    const line = curlLine('http://localhost:3000', 'sk_1.secret');
    expect(line).not.toContain('\n');
    const printed = spawnSync('sh', ['-c', line.replace(/^curl/, String.raw`printf '%s\n'`)], {
      encoding: 'utf8',
    }).stdout.split('\n');
    expect(printed).toContain('Authorization: Api-Key sk_1.secret');
    const body: unknown = JSON.parse(printed[printed.indexOf('-d') + 1] ?? '');
    expect(body).toMatchObject({ payment_instrument: { instrument_type: 'token' } });
  });
});

describe('the requests that are shown', () => {
  it('are those to the API, in words', () => {
    const line = {
      time: '2026-01-01T00:00:00.000Z',
      msg: 'request',
      method: 'POST',
      route: '/v1/buy-now',
      status: 201,
      duration_ms: 9,
    };
    expect(readRequest(JSON.stringify(line))).toEqual({
      at: Date.UTC(2026, 0),
      text: 'POST /v1/buy-now → 201 in 9 ms',
    });
    expect(readRequest(JSON.stringify({ ...line, route: '/health/ready' }))).toBeUndefined();
    expect(readRequest('not JSON')).toBeUndefined();
  });
});
