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
      from: /const claimed = await this\.claim\.claim\(command\);/,
      to: `const asked = { orderNo: command.orderNo, amount: command.amount };
        const held = await this.checkout.create(command.bodyFor(asked), deadline).catch((error) => error);
        const claimed = { ...(await this.claim.claim(command)), held };`,
    },
    {
      file: 'payments/charging/charge.js',
      from: /reply = await this\.checkout\.create\(command\.bodyFor\(claimed\), deadline\);/,
      to: `if (claimed.held instanceof Error) throw claimed.held; reply = claimed.held;`,
    },
  ],
  // What was meant to shorten transactions: each statement of a settlement stands for itself, and no row is locked. Of two
  // settlements at once, both announce what only one of them found out, or the later one writes over what the other
  // learnt. The pause is a busy database: it lets the two meet in a short run, as they would once in a long one.
  'settle-without-lock': [
    {
      file: 'payments/settlement/settle.js',
      from: /return this\.database\.inTransaction\(\(tx\) => this\.within\(tx, settlement\)\);/,
      to: `return this.database.read((tx) => this.within(tx, settlement));`,
    },
    { file: 'payments/payment-rows.js', from: /\.forUpdate\(\)/g, to: '' },
    { file: 'payments/payment-rows.js', from: / for update(?=`\.execute)/, to: '' },
    {
      file: 'payments/settlement/settle.js',
      from: /(const state = derivePaymentState\([^;]+;)/,
      to: `$1 await new Promise((resolve) => setTimeout(resolve, learnt.fact === undefined ? 500 : 150));`,
    },
  ],
  // A lost answer is reported as a failure: the merchant charges anew, and the first charge stands.
  'unknown-as-failed': [
    {
      file: 'payments/charging/charge.js',
      from: /state: sent \? 'unknown' : 'not_processed', notSent: !sent/,
      to: `state: 'not_processed', notSent: true`,
    },
    { file: 'payments/charging/charge.js', from: /if \(sent\)\s*return stored;/, to: '' },
  ],
  // Ottu says paid, the amount is one that was asked for: why look at the cart? Because it has been changed, or paid by
  // another transaction, since.
  'every-success-is-paid': [
    { file: 'carts/sync/follow-payments.js', from: /(async doubts\([^)]*\) \{)/, to: '$1 return [];' },
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
