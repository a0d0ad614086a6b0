import { describe, expect, it } from '@jest/globals';
import { JsonDocument } from '../json/json-document.ts';
import { V2, V5, V6 } from './signature.vectors.ts';
import { couldBeSplitOtherwise } from './signed-message.ts';

function read(event: string | Record<string, unknown>): JsonDocument {
  return JsonDocument.parse(Buffer.from(typeof event === 'string' ? event : JSON.stringify(event), 'utf8'));
}

describe('M71: an event whose signed text could be read as other values', () => {
  it('is one with the name of a signed field inside a value', () => {
    expect(couldBeSplitOtherwise(read(V6.twin), 'standard')).toBe(true);
    expect(couldBeSplitOtherwise(read({ amount: '1.000', customer_phone: '+965order_noX' }), 'standard')).toBe(true);
    expect(couldBeSplitOtherwise(read({ customer_address_line1: 'the state of Kuwait' }), 'standard')).toBe(true);
  });

  it('is not an ordinary one', () => {
    expect(couldBeSplitOtherwise(read(V2.payload), 'standard')).toBe(false);
    expect(couldBeSplitOtherwise(read(V6.payload), 'standard')).toBe(false);
    expect(couldBeSplitOtherwise(read(V5.payload), 'autopay')).toBe(false);
  });

  it('F11.5: is by the scheme of 26 fields one with a line break and another field in a signed value, and only that', () => {
    expect(couldBeSplitOtherwise(read({ amount: '1.000', customer_first_name: 'A\norder_no=X' }), 'autopay')).toBe(
      true,
    );
    expect(couldBeSplitOtherwise(read({ amount: '1.000', customer_first_name: 'order_no' }), 'autopay')).toBe(false);
    expect(couldBeSplitOtherwise(read({ amount: '1.000', customer_address_line1: 'A\nB' }), 'autopay')).toBe(false);
  });
});
