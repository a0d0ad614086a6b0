import type { ServerResponse } from 'node:http';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';

import { Collector } from '../../../test/support/collector.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { Secret } from '../../config/secret.ts';
import type { Traces } from '../traces.ts';
import { BATCH, exportedTraces, MAX_WAITING } from './exported-traces.ts';

const PARENT = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
/** Long enough that a test which waited for it would fail. */
const NEVER = 10 * 60_000;

let collector: Collector;
let warn: jest.SpiedFunction<Logger['warn']>;
let traces: Traces | undefined;

beforeEach(async () => {
  warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
  jest.spyOn(Logger.prototype, 'log').mockReturnValue(undefined);
  collector = new Collector();
  await collector.open();
});
afterEach(async () => {
  await traces?.close();
  await collector.close();
  jest.restoreAllMocks();
});

function open({ ratio = 1, everyMs = 10, timeoutMs = NEVER, closeWithinMs = NEVER } = {}): Traces {
  const url = `${collector.url}/v1/traces`;
  const settings = { url, headers: [['x-key', new Secret('canary')]] as const, serviceName: 'checkout', ratio };
  traces = exportedTraces(settings, undefined, { everyMs, timeoutMs, closeWithinMs });
  return traces;
}

const record = ({ tracer }: Traces, name: string, parent?: typeof PARENT & { sampled: boolean }): void =>
  tracer?.begin(name, 'server', parent).end({});

describe('spans', () => {
  it('are in the trace of who asked, if that is recorded, and say what they are told and no more', async () => {
    const opened = open();
    const request = opened.tracer?.begin('request', 'server', { ...PARENT, sampled: true });
    request?.begin('step', 'client').end({ failed: true });
    request?.ended('call', 'client', 5, { attributes: { a: 1, b: undefined } });
    request?.end({ attributes: { 'http.route': '/v1/things' } });
    await opened.close();
    const { spanId } = request?.context ?? {};
    expect(collector.spans).toMatchObject([
      { name: 'step', kind: 3, parentSpanId: spanId, attributes: [], status: { code: 2 } },
      { name: 'call', kind: 3, parentSpanId: spanId, attributes: [{ key: 'a', value: { intValue: 1 } }] },
      { name: 'request', kind: 2, parentSpanId: PARENT.spanId, traceId: PARENT.traceId, status: { code: 0 } },
    ]);
    expect(collector.received[0]?.headers).toMatchObject({ 'x-key': 'canary', 'content-type': 'application/json' });
    expect(collector.received[0]?.body).not.toContain('canary');
  });

  it('are recorded as the sampler says, and as whoever began the trace says', async () => {
    const opened = open({ ratio: 0 });
    record(opened, 'left out');
    record(opened, 'not recorded there', { ...PARENT, sampled: false });
    record(opened, 'recorded there', { ...PARENT, sampled: true });
    await opened.close();
    expect(collector.spans.map(({ name }) => name)).toEqual(['recorded there']);
  });
});

describe('a collector', () => {
  it('that refuses is told of once, and again after it took something', async () => {
    const ask = async (status: number): Promise<void> => {
      const { length } = collector.received;
      collector.reaction = (response) => void response.writeHead(status).end('canary');
      record(opened, 'a');
      await eventually(() => collector.received.length > length);
    };
    const opened = open();
    for (const status of [503, 503, 200, 400]) await ask(status);
    await eventually(() => warn.mock.calls.length > 1);
    await opened.close();
    expect(warn.mock.calls.map(([line]) => line)).toEqual([{ status: 503 }, { status: 400 }]);
    expect(JSON.stringify(warn.mock.calls)).not.toContain('canary');
  });

  it('that is away is told of once, and the end does not wait for it', async () => {
    const opened = open();
    await collector.close();
    record(opened, 'a');
    await eventually(() => warn.mock.calls.length > 0);
    record(opened, 'b');
    await opened.close();
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('that never answers holds up neither the end nor more spans than there are places', async () => {
    const held: ServerResponse[] = [];
    collector.reaction = (response) => void held.push(response);
    const opened = open({ closeWithinMs: 50 });
    record(opened, 'first');
    await eventually(() => held.length > 0);
    for (let count = 0; count < MAX_WAITING + BATCH; count += 1) record(opened, 'later');
    await opened.close();
    expect(collector.spans.length).toBeLessThanOrEqual(MAX_WAITING + 1);
  });
});
