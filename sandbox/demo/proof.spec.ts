import { describe, expect, it } from '@jest/globals';
import { startProof } from './proof.ts';

describe('the statements of the demo', () => {
  it('count as broken when they are not true', () => {
    const proof = startProof();
    proof.that('Water is wet', true);
    proof.that('Two is three', false);
    expect([proof.made, proof.broken]).toEqual([2, 1]);
  });
});
