import { readSettings } from './settings.ts';
import { createSimulator } from './simulator.ts';

/** Starts the simulator with its environment; ends on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const simulator = await createSimulator(settings).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') {
      throw new Error(`Port ${settings.port} is taken: choose another with SANDBOX_PORT.`);
    }
    throw error;
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void simulator.close().then(() => process.exit(0)));
  }
  console.log(`Ottu simulator listens on ${simulator.url}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
