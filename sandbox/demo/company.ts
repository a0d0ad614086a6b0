import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startChild, type Child, type ChildOptions } from './child.ts';
import type { DemoKey } from './service-key.ts';

const READY_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 50;
/** What a child may see of the environment it was started in: never a setting that would make this another demo. */
const PASSED_ON = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TMPDIR', 'TEMP', 'TZ', 'LANG', 'LC_ALL', 'LOG_LEVEL'];

/** A child that did not live up to what was asked of it, in a sentence, with its last words. */
export class ChildTrouble extends Error {
  readonly lines: readonly string[];

  constructor(sentence: string, lines: readonly string[] = []) {
    super(sentence);
    this.name = 'ChildTrouble';
    this.lines = lines;
  }
}

/** The demo's processes: started one after the other, ended in the opposite order. */
export class Company {
  readonly #members: Child[] = [];
  readonly #reportDeath: (trouble: ChildTrouble) => void;
  /** Resolves when a member ends although nobody asked it to. */
  readonly death: Promise<ChildTrouble>;
  #ending = false;

  constructor() {
    let report: (trouble: ChildTrouble) => void = () => undefined;
    this.death = new Promise((resolve) => {
      report = resolve;
    });
    this.#reportDeath = report;
  }

  /** Starts a process and waits until `readyUrl` answers 200. Returns how long that took, in milliseconds. */
  async start(options: ChildOptions, readyUrl: string): Promise<number> {
    const began = performance.now();
    const child = this.join(options);
    const answers = await untilReady(readyUrl, child);
    if (!answers) throw new ChildTrouble(`${capital(child.name)} did not get ready.`, child.lastLines());
    return performance.now() - began;
  }

  /** Starts a process that is ended with the others. One that is started while all end, ends at once. */
  join(options: ChildOptions): Child {
    const child = startChild(options);
    this.#members.push(child);
    if (this.#ending) child.kill();
    void child.ended.then((how) => {
      if (!this.#ending) this.#reportDeath(new ChildTrouble(`${capital(child.name)} ended by itself (${how}).`, child.lastLines()));
    });
    return child;
  }

  /** Ends every process; resolves when they are gone. */
  async end(): Promise<void> {
    this.#ending = true;
    for (const child of this.#members.toReversed()) await child.end();
  }

  /** Ends every process without waiting for anything. */
  kill(): void {
    this.#ending = true;
    for (const child of this.#members) child.kill();
  }
}

/** Variables that simulator and service share, made up anew for each demo. */
export function sharedSecrets(): { readonly OTTU_API_KEY: string; readonly OTTU_WEBHOOK_KEYS: string } {
  return {
    OTTU_API_KEY: `${randomBytes(4).toString('hex')}.${randomBytes(16).toString('hex')}`,
    OTTU_WEBHOOK_KEYS: randomBytes(32).toString('hex'),
  };
}

export function simulatorProcess(root: string, port: number, secrets: ReturnType<typeof sharedSecrets>): ChildOptions {
  const env = { ...passedOn(), ...secrets, SANDBOX_PORT: String(port) };
  return { name: 'the simulator', args: [join(root, 'sandbox', 'main.ts')], cwd: join(root, 'sandbox'), env };
}

export function serviceProcess(
  root: string,
  ports: { readonly service: number; readonly simulator: number },
  secrets: ReturnType<typeof sharedSecrets>,
  key: DemoKey,
  onLine: (line: string) => void,
): ChildOptions {
  const env = {
    ...passedOn(),
    ...secrets,
    NODE_ENV: 'development',
    PORT: String(ports.service),
    // Of this machine only: the demo's key is on the screen.
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${ports.service}`,
    OTTU_BASE_URL: `http://127.0.0.1:${ports.simulator}`,
    OTTU_MODE: 'sandbox',
    DATABASE_URL: 'pglite:memory',
    CATALOG: `file:${join(root, 'sandbox', 'catalog.json')}`,
    SERVICE_KEYS: `[${key.entry}]`,
    ORDER_NO_PREFIX: 'DEMO-',
  };
  // Not the root of the repository: a `.env` there is for somebody else's Ottu.
  return { name: 'the service', args: [join(root, 'dist', 'main.js')], cwd: join(root, 'sandbox'), env, onLine };
}

function passedOn(): Record<string, string> {
  return Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

async function untilReady(url: string, child: Child): Promise<boolean> {
  let over = false;
  void child.ended.then(() => (over = true));
  for (const until = performance.now() + READY_WITHIN_MS; !over && performance.now() < until; ) {
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return true;
    await new Promise((resolve) => void setTimeout(resolve, ASK_EVERY_MS));
  }
  return false;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
