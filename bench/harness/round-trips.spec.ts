import { describe, expect, it } from '@jest/globals';

import { Conversation } from './round-trips.ts';

const START = message('', 'user postgres');
const SYNC = message('S', '');

describe('a conversation with PostgreSQL', () => {
  it('counts what is executed, and not what is parsed, bound, described or synchronised', () => {
    const text = Buffer.concat(['P', 'B', 'D', 'E', 'S'].map((letter) => message(letter, 'select 1')));
    expect(started().sent(text)).toEqual({ statements: 1, roundTrips: 1 });
  });

  it('counts a simple query, and not the letters within one', () => {
    expect(started().sent(message('Q', 'QQQEEE')).statements).toBe(1);
  });

  it('takes the first message for what it is, without a letter', () => {
    const conversation = new Conversation();
    expect(conversation.sent(Buffer.concat([START, message('Q', 'select 1')]))).toEqual({
      statements: 1,
      roundTrips: 1,
    });
  });

  it('counts what is sent before the answer as one round trip, however many statements and pieces it is', () => {
    const conversation = started();
    const first = conversation.sent(Buffer.concat([message('E', ''), SYNC, message('E', ''), SYNC]));
    const second = conversation.sent(Buffer.concat([message('E', ''), SYNC]));
    expect([first, second]).toEqual([
      { statements: 2, roundTrips: 1 },
      { statements: 1, roundTrips: 0 },
    ]);
  });

  it('counts another round trip when something is sent after an answer, not for each piece of the answer', () => {
    const conversation = started();
    conversation.sent(message('Q', 'begin'));
    conversation.answered();
    conversation.answered();
    expect(conversation.sent(message('Q', 'commit'))).toEqual({ statements: 1, roundTrips: 1 });
  });

  it('counts a message that comes byte by byte once', () => {
    const conversation = started();
    const pieces = [...message('Q', 'select 1')].map((byte) => conversation.sent(Buffer.from([byte])));
    expect(pieces.map(({ statements }) => statements).filter((each) => each > 0)).toEqual([1]);
    expect(pieces.map(({ roundTrips }) => roundTrips).filter((each) => each > 0)).toEqual([1]);
  });
});

function started(): Conversation {
  const conversation = new Conversation();
  conversation.sent(START);
  conversation.answered();
  return conversation;
}

function message(letter: string, text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(letter), length, body]);
}
