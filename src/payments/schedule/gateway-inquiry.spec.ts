import { describe, expect, it } from '@jest/globals';

import { scaledDurations } from '../../config/durations.ts';
import { endableAfter, gatewayInquiry, inquiryTime, slowestOf } from './gateway-inquiry.ts';

const WAITS = scaledDurations(1);
const MINUTE = 60_000;

describe('F9.1: when Ottu itself asks a gateway', () => {
  it.each([
    ['mpgs', 11],
    ['kpay', 8],
    ['KPAY', 8],
    ['enet', 3],
    ['tabby', 16],
    ['doku', 60],
  ])('%s: %d minutes', (name, minutes) => expect(gatewayInquiry(name)).toEqual({ minutes }));

  it.each(['bambora', 'ccavenues', 'paypal', 'upg'])('%s: never', (name) => expect(gatewayInquiry(name)).toBe('none'));

  it.each(['cybersource', 'ottu_pg', '', 'toString', undefined])('%s: not known', (name) => {
    expect(gatewayInquiry(name)).toBe('unknown');
  });

  it('of several the slowest counts, and one that is not known makes all so', () => {
    expect(slowestOf([{ minutes: 3 }, { minutes: 31 }, 'none'])).toEqual({ minutes: 31 });
    expect(slowestOf([{ minutes: 3 }, 'unknown'])).toBe('unknown');
    expect(slowestOf(['none'])).toBe('none');
    expect(slowestOf([])).toBe('unknown');
  });

  it('M23: an inquiry may end an attempt 3 minutes after that, after 60 where it is not known, and never where there is none', () => {
    expect(endableAfter({ minutes: 11 }, WAITS)).toBe(14 * MINUTE);
    expect(endableAfter('unknown', WAITS)).toBe(60 * MINUTE);
    expect(endableAfter('none', WAITS)).toBeUndefined();
    expect(inquiryTime('none', WAITS)).toBe(0);
  });
});
