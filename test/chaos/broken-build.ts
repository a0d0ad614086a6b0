import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Breakage } from './options.ts';

const ROOT = join(import.meta.dirname, '..', '..');

interface Patch {
  readonly file: string;
  readonly from: RegExp;
  readonly to: string;
}

/**
 * Faults that a careless change could bring in. The run must find each: a proof that finds nothing wrong with a broken
 * service proves nothing.
 */
const PATCHES: Readonly<Record<Exclude<Breakage, 'none'>, readonly Patch[]>> = {
  // Ottu is called first, and only then is anything written: a process that dies in between forgets the charge.
  'claim-after-call': [
    {
      file: 'payments/charging/charge.js',
      from: /const claimed = await this\.#claim\(command\);/,
      to: `const early = { orderNo: command.orderNo, amount: command.amount };
        const held = await this.checkout.create(command.bodyFor(early), { deadline }).catch((error) => error);
        const claimed = await this.#claim(command);
        this.checkout = { create: async () => { if (held instanceof Error) throw held; return held; }, retrieve: this.checkout.retrieve.bind(this.checkout) };`,
    },
  ],
  // The payment is read without its lock: two settlements at once each miss what the other one learnt.
  'settle-without-lock': [
    {
      file: 'payments/settlement/settle.js',
      from: /const locked = await this\.#lock\(tx, paymentId, namedSession\);/,
      to: `const locked = await this.#lock(this.database.unlocked ?? tx, paymentId, namedSession); await new Promise((r) => setTimeout(r, 40));`,
    },
    { file: 'payments/payment-rows.js', from: /\.forUpdate\(\)/g, to: '' },
  ],
  // A lost answer is reported as a failure: the merchant charges anew, and the first charge stands.
  'unknown-as-failed': [
    { file: 'payments/charging/charge.js', from: /state: sent \? 'unknown' : 'not_processed', notSent: !sent/, to: `state: 'not_processed', notSent: true` },
    { file: 'payments/charging/charge.js', from: /if \(sent\)\s*return stored;/, to: '' },
  ],
};

/** A copy of the built service with the fault put in; the directory that holds its `dist`. */
export function buildBroken(breakage: Exclude<Breakage, 'none'>): string {
  const home = mkdtempSync(join(tmpdir(), `ottu-bff-broken-`));
  cpSync(join(ROOT, 'dist'), join(home, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(home, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  for (const { file, from, to } of PATCHES[breakage]) {
    const path = join(home, 'dist', file);
    const text = readFileSync(path, 'utf8');
    const patched = text.replace(from, to);
    if (patched === text) throw new Error(`the fault ${breakage} no longer fits ${file}: adapt its patch`);
    writeFileSync(path, patched);
  }
  return home;
}
