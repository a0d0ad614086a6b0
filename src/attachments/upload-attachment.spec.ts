import { describe, expect, it } from '@jest/globals';

import type { FieldError } from '../problems/problem.ts';
import { UploadFields } from './upload-attachment.ts';

function faultsOf(...given: readonly (readonly [string, string])[]): readonly FieldError[] {
  const fields = new UploadFields();
  for (const [name, value] of given) fields.take({ kind: 'field', name, value, truncated: false });
  return fields.violationsAtEnd();
}

describe('the fields of an upload (F5)', () => {
  it.each<[string, (readonly [string, string])[]]>([
    ['none at all', []],
    ['a session', [['session_id', 'a'.repeat(40)]]],
    ['an order number', [['order_no', 'ORD 1/٢']]],
    [
      'a short address for a session',
      [
        ['session_id', 'abc'],
        ['shortify_attachment_url', 'true'],
      ],
    ],
    [
      'a flag in capitals',
      [
        ['order_no', 'O'],
        ['shortify_attachment_url', 'True'],
      ],
    ],
    ['a flag that is off, with nothing to link to', [['shortify_attachment_url', 'false']]],
    [
      'fields that Ottu may add tomorrow',
      [
        ['folder', 'invoices'],
        ['label', 'again'],
      ],
    ],
  ])('takes %s', (_what, given) => {
    expect(faultsOf(...given)).toEqual([]);
  });

  it.each<[string, (readonly [string, string])[], string[]]>([
    [
      'both identifiers',
      [
        ['session_id', 'abc'],
        ['order_no', 'O-1'],
      ],
      ['/session_id', '/order_no'],
    ],
    ['a short address for nothing', [['shortify_attachment_url', 'true']], ['/shortify_attachment_url']],
    ['a flag that is none', [['shortify_attachment_url', 'yes']], ['/shortify_attachment_url']],
    ['an empty session', [['session_id', '']], ['/session_id']],
    ['a session that is no identifier', [['session_id', 'a/../b']], ['/session_id']],
    ['an order number of 129 characters', [['order_no', 'o'.repeat(129)]], ['/order_no']],
    [
      'an identifier given twice',
      [
        ['order_no', 'O'],
        ['order_no', 'P'],
      ],
      ['/order_no'],
    ],
    ['a payment instrument', [['payment_instrument', '{}']], ['/payment_instrument']],
    ['a part without a name', [['', 'x']], ['']],
    [
      'several faults at once',
      [
        ['session_id', ''],
        ['shortify_attachment_url', '1'],
      ],
      ['/session_id', '/shortify_attachment_url'],
    ],
  ])('refuses %s', (_what, given, pointers) => {
    expect(faultsOf(...given).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('refuses a value of which only the beginning was kept', () => {
    const fields = new UploadFields();
    fields.take({ kind: 'field', name: 'folder', value: 'x', truncated: true });
    expect(fields.violations()).toEqual([{ pointer: '/folder', message: 'is too long' }]);
  });

  it('knows of both identifiers as soon as they are there, and of a missing one only at the end', () => {
    const fields = new UploadFields();
    fields.take({ kind: 'field', name: 'shortify_attachment_url', value: 'true', truncated: false });
    expect(fields.violations()).toEqual([]);
    fields.take({ kind: 'field', name: 'order_no', value: 'O', truncated: false });
    expect(fields.violationsAtEnd()).toEqual([]);
    fields.take({ kind: 'field', name: 'session_id', value: 's', truncated: false });
    expect(fields.violations()).toHaveLength(2);
  });
});
