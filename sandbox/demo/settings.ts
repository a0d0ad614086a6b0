/** How a demo is started. */
export interface DemoSettings {
  /** Port of the simulator; 0 takes any free one. */
  readonly sandboxPort: number;
  /** Port of the service; 0 takes any free one. */
  readonly servicePort: number;
  /** Port of the demo shop; 0 takes any free one. */
  readonly storefrontPort: number;
  /** Tells the story and ends, as a check needs it, instead of staying up for a person. */
  readonly once: boolean;
}

/** Settings from the environment and the command line; throws a sentence that names what is wrong. */
export function readDemoSettings(
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): DemoSettings {
  const unknown = args.find((argument) => argument !== '--once');
  if (unknown !== undefined) throw new Error(`The demo does not know ${unknown}; its only option is --once.`);
  const settings = {
    sandboxPort: port(env, 'SANDBOX_PORT', 4000),
    servicePort: port(env, 'PORT', 3000),
    storefrontPort: port(env, 'STOREFRONT_PORT', 4100),
    once: args.includes('--once') || env['DEMO_ONCE'] === '1',
  };
  refuseSamePort([
    ['PORT', settings.servicePort],
    ['SANDBOX_PORT', settings.sandboxPort],
    ['STOREFRONT_PORT', settings.storefrontPort],
  ]);
  return settings;
}

function refuseSamePort(ports: readonly (readonly [string, number])[]): void {
  for (const [index, [name, number]] of ports.entries()) {
    const [other] = ports.slice(index + 1).find(([, taken]) => taken === number && number !== 0) ?? [];
    if (other !== undefined) {
      throw new Error(`${name} and ${other} are both ${number}: each program needs one of its own.`);
    }
  }
}

function port(env: Readonly<Record<string, string | undefined>>, name: string, fallback: number): number {
  const text = env[name] || String(fallback);
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new Error(`${name} must be a port number, not ${text}.`);
  return Number(text);
}
