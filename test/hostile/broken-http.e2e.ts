import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { startTestService, type TestService } from '../support/service.ts';
import { garbage, numbersFrom, smuggling } from './broken-http.ts';
import { RawConnection } from './raw-connection.ts';

const LARGE = 10_000_000;

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ NODE_ENV: 'development', RATE_LIMIT_PER_MINUTE: '1000000' });
});
afterAll(async () => service.close());

/** What it says by the time that the caller, who has nothing more to say, has been let go. */
async function answersTo(bytes: Buffer): Promise<number[]> {
  const connection = await RawConnection.open(service.url, bytes);
  connection.socket.end();
  await connection.closed;
  return connection.statuses;
}

describe('a request of which two readers could think differently', () => {
  it.each(smuggling().map(({ name, bytes }) => [name, bytes] as const))(
    'is 400 and the end of its connection, and what stands behind it is not read as one: %s',
    async (_name, bytes) => {
      const connection = await RawConnection.open(service.url, bytes);
      await connection.closed;
      expect(connection.statuses).toEqual([400]);
      expect(connection.text).toMatch(/\r\nconnection: close\r\n/i);
    },
  );
});

describe('garbage', () => {
  it('is refused, never a fault of the service, and the service goes on', async () => {
    for (const seed of [1, 2, 3]) {
      for (const { name, bytes } of garbage(numbersFrom(seed))) {
        const statuses = await answersTo(bytes);
        expect([name, statuses.filter((status) => status < 400 || status >= 500)]).toEqual([name, []]);
      }
    }
    expect((await request(service.url).get('/health/ready')).status).toBe(200);
  });
});

describe('a body that is larger than its route takes', () => {
  const head = 'POST /v1/carts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

  it('is refused by its announced length before any of it has come', async () => {
    const connection = await RawConnection.open(service.url, `${head}Content-Length: ${LARGE}\r\n\r\n`);
    await connection.closed;
    expect(connection.statuses).toEqual([413]);
  });

  it('is refused as soon as it is too large where no length is announced, and the rest is not waited for', async () => {
    const piece = `8000\r\n${' '.repeat(0x8000)}\r\n`;
    const connection = await RawConnection.open(
      service.url,
      `${head}Transfer-Encoding: chunked\r\n\r\n${piece}${piece}`,
    );
    await connection.closed;
    expect(connection.statuses).toEqual([413]);
  });
});
