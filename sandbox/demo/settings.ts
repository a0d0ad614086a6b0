/** How a demo is started. */
export interface DemoSettings {
  /** Port of the simulator; 0 takes any free one. */
  readonly sandboxPort: number;
  /** Port of the service; 0 takes any free one. */
  readonly servicePort: number;
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
    once: args.includes('--once') || env['DEMO_ONCE'] === '1',
  };
  if (settings.sandboxPort === settings.servicePort && settings.servicePort !== 0) {
    throw new Error(
      `PORT and SANDBOX_PORT are both ${settings.servicePort}: the service and the simulator need one each.`,
    );
  }
  return settings;
}

function port(env: Readonly<Record<string, string | undefined>>, name: string, fallback: number): number {
  const text = env[name] || String(fallback);
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new Error(`${name} must be a port number, not ${text}.`);
  return Number(text);
}
