import { plantCards } from './cards.ts';
import type { Company } from './company.ts';
import { setDesk } from './desk.ts';
import { askOttu } from './ottu.ts';
import { bold, dim, red, say } from './paint.ts';
import { settledPort } from './ports.ts';
import { buildProcesses, serviceProcess, sharedSecrets, simulatorProcess, storefrontProcess } from './programs.ts';
import { startProof, type Proof } from './proof.ts';
import { createServiceKey } from './service-key.ts';
import type { DemoSettings } from './settings.ts';
import { openShop } from './shop.ts';
import { playStory } from './story/story.ts';
import { startWatch, type Watch } from './watch.ts';
import { yourTurn } from './your-turn.ts';

interface Started {
  readonly urls: { readonly service: string; readonly simulator: string; readonly storefront: string };
  readonly key: string;
  readonly operatorKey: string;
}

/** Builds, starts and tells the story. Answers whether all of it came true; with `once` unset, invites to more. */
export async function play(root: string, settings: DemoSettings, company: Company): Promise<boolean> {
  say(bold('ottu-bff, and a simulator of Ottu to charge with'));
  say();
  const watch = startWatch();
  const { urls, key, operatorKey } = await startAll(root, settings, company, watch);
  const proof = startProof();
  await playStory({ shop: openShop(urls.service, key), ottu: askOttu(urls.simulator), proof });
  const allTrue = sumUp(proof);
  if (allTrue && !settings.once) {
    await setDesk({ ...urls, authorization: `Api-Key ${key}` });
    yourTurn(urls, { shop: key, operator: operatorKey });
    watch.open();
  }
  return allTrue;
}

async function startAll(root: string, settings: DemoSettings, company: Company, watch: Watch): Promise<Started> {
  const ports = {
    service: await settledPort(settings.servicePort),
    simulator: await settledPort(settings.sandboxPort),
    storefront: await settledPort(settings.storefrontPort),
  };
  const urls = {
    service: `http://localhost:${ports.service}`,
    simulator: `http://localhost:${ports.simulator}`,
    storefront: `http://localhost:${ports.storefront}`,
  };

  const secrets = sharedSecrets();
  const simulator = simulatorProcess(root, ports.simulator, secrets);
  const patience = setTimeout(() => say(dim('   Building first, which takes some seconds once.')), 1_000);
  const [built, simulated] = await Promise.all([
    Promise.all(buildProcesses(root).map((build) => company.run(build)))
      .then((times) => Math.max(...times))
      .finally(() => clearTimeout(patience)),
    company.start(simulator, `http://127.0.0.1:${ports.simulator}/__sandbox`),
  ]);
  started('Build', 'dist/', built);
  started('Simulator', urls.simulator, simulated);
  await plantCards(`http://127.0.0.1:${ports.simulator}`);
  const operator = await createServiceKey(root, 'amal', [
    'payments:read',
    'payments:operate',
    'payments:charge',
    'events:operate',
    'links:write',
    'audit:read',
  ]);
  const key = await createServiceKey(root, 'demo-shop', [
    'payments:charge',
    'payments:read',
    'transactions:read',
    'transactions:write',
    'cards:read',
    'cards:write',
    'events:operate',
    'links:write',
  ]);
  const service = serviceProcess(root, ports, secrets, [key, operator], (line) => watch.take(line));
  const ready = await company.start(service, `http://127.0.0.1:${ports.service}/health/ready`);
  started('Service', urls.service, ready, 'on PGlite in memory');
  const opened = await company.start(storefrontProcess(root, ports), `http://127.0.0.1:${ports.storefront}/`);
  started('Shop', urls.storefront, opened, 'in a browser');
  return { urls, key: key.key, operatorKey: operator.key };
}

function started(name: string, what: string, milliseconds: number, note = ''): void {
  const time = `${(milliseconds / 1000).toFixed(1)} s`;
  say(`   ${name.padEnd(10)} ${what.padEnd(24)} ${dim(`ready in ${time}${note === '' ? '' : `, ${note}`}`)}`);
}

function sumUp({ made, broken }: Proof): boolean {
  say();
  if (broken === 0) say(dim(`   ${made} statements, each held against what really happened: all true.`));
  else say(red(`   ${broken} of ${made} statements are not true.`));
  return broken === 0;
}
