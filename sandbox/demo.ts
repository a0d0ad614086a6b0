import { join } from 'node:path';
import { ChildTrouble, Company } from './demo/company.ts';
import { dim, red, say } from './demo/paint.ts';
import { play } from './demo/play.ts';
import { portTroubles } from './demo/ports.ts';
import { readDemoSettings, type DemoSettings } from './demo/settings.ts';
import { catchSignals } from './demo/signals.ts';

/** Runs the demo to its end, whichever that is, and answers the exit status. */
async function main(): Promise<number> {
  const settings = readDemoSettings(process.env, process.argv.slice(2));
  const troubles = await portTroubles([
    { variable: 'SANDBOX_PORT', who: 'the simulator', port: settings.sandboxPort },
    { variable: 'PORT', who: 'the service', port: settings.servicePort },
    { variable: 'STOREFRONT_PORT', who: 'the demo shop', port: settings.storefrontPort },
  ]);
  if (troubles.length > 0) throw new Error(troubles.join('\n'));
  const company = new Company();
  try {
    return await untilTheEnd(settings, company);
  } catch (error) {
    explain(error);
    return 1;
  } finally {
    await company.end();
    say(dim('   Everything that the demo started has ended.'));
  }
}

async function untilTheEnd(settings: DemoSettings, company: Company): Promise<number> {
  let told = false;
  const signalled = catchSignals(
    () => told,
    () => company.kill(),
  );
  const fallen = company.death.then((trouble) => Promise.reject(trouble));
  const story = play(join(import.meta.dirname, '..'), settings, company);
  const cameTrue = await Promise.race([signalled, fallen, story]);
  if (typeof cameTrue === 'number') return cameTrue;
  if (!cameTrue) return 1;
  told = true;
  return settings.once ? 0 : Promise.race([signalled, fallen]);
}

function explain(error: unknown): void {
  const lines = error instanceof ChildTrouble ? error.lines : [];
  const sentence = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${red(sentence)}\n${lines.map((line) => `   ${line}\n`).join('')}`);
}

const status = await main().catch((error: unknown) => {
  explain(error);
  return 1;
});
// Connections that fetch keeps alive would hold the process for some seconds more.
process.exit(status);
