import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger, type ArgumentsHost } from '@nestjs/common';

import { ProblemFilter } from './problem-filter.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** How often an error was logged for a request that ended with this one. */
function errorsOf(code: string, raw: { readonly destroyed: boolean; readonly complete: boolean }): number {
  const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const request = { id: 'r1', raw: { ...raw, method: 'POST', url: '/v1/carts' } };
  const reply = { raw: { headersSent: true, destroy: () => undefined } };
  const host = { switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }) };
  new ProblemFilter((link) => link).catch(
    Object.assign(new Error('aborted'), { code }),
    host as unknown as ArgumentsHost,
  );
  return error.mock.calls.length;
}

describe('a request that its caller broke off', () => {
  it.each(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'])('is no fault in this service: %s', (code) => {
    expect(errorsOf(code, { destroyed: true, complete: false })).toBe(0);
  });

  it('is one where the request had come whole, or for another reason', () => {
    expect(errorsOf('ECONNRESET', { destroyed: true, complete: true })).toBe(1);
    expect(errorsOf('ERR_INVALID_ARG_TYPE', { destroyed: true, complete: false })).toBe(2);
  });
});
