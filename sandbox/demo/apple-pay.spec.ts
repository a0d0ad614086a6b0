import { describe, expect, it } from '@jest/globals';
import { checkInstrument, isInstrument } from '../rules/instrument.ts';
import { applePayPayload } from './apple-pay.ts';

describe('the payload of the demo', () => {
  it('is what Ottu expects of Apple Pay, with nothing to remark', () => {
    const warnings: string[] = [];
    const payload: unknown = JSON.parse(applePayPayload());
    const checked = checkInstrument(
      { instrument_type: 'apple_pay', payload },
      (warning) => void warnings.push(warning),
    );
    expect(isInstrument(checked)).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('would not survive being read and written anew, so that equal bytes prove something', () => {
    const text = applePayPayload();
    expect(JSON.stringify(JSON.parse(text))).not.toBe(text);
    expect(text).toContain(String.raw`\/`);
  });
});
