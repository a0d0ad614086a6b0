import type { IncomingMessage } from 'node:http';

import { describe, expect, it } from '@jest/globals';

import { readTagCondition } from './tag-condition.ts';

const read = (header: string): unknown =>
  readTagCondition({ raw: { rawHeaders: ['If-Match', header] } as unknown as IncomingMessage }, 'If-Match');

describe('a tag that a proxy has written its coding into', () => {
  it.each(['-br', '--br', ';br'])('is also the one before, of a tag that ends in a hyphen too: %s', (end) => {
    for (const tag of ['v1', 'nV0oYk3mR2x8aQ1bJ5cT7dU4eW-']) {
      expect(read(`"${tag}${end}"`)).toContain(`"${tag}"`);
    }
  });

  it('is no other one', () => {
    expect(read('"v1-br"')).toEqual(['"v1-br"', '"v1"']);
    expect(read('W/"v1"')).toEqual(['"v1"']);
    expect(read('"v1"')).toEqual(['"v1"']);
  });
});
