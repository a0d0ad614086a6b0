import { it } from '@jest/globals';
import { newCart, startCartService, abandonCart } from '../carts/support.ts';
import { EventReader } from './event-reader.ts';
import { setTimeout as sleep } from 'node:timers/promises';
const run = async (name: string, work: (s: any) => Promise<void>) => {
  const s = await startCartService();
  await work(s);
  await sleep(100);
  const n = await new Promise((r) => s.app.getHttpServer().getConnections((_e: any, n: number) => r(n)));
  const r = await Promise.race([s.app.close().then(() => 'closed'), sleep(3000).then(() => 'HANGS')]);
  process.stderr.write(`${name} ${n} ${r}\n`);
};
it('closes', async () => {
  await run('404', async (s) => { await fetch(`${s.url}/v1/carts/x/events`); });
  await run('head', async (s) => { const c = await newCart(s.url); await fetch(`${s.url}/v1/carts/${c.id}/events`, {method:'HEAD', headers:{'cart-token': c.token}}); });
  await run('left', async (s) => { const c = await newCart(s.url); const e = await (await EventReader.open(s.url, c)).until('payment',1); await e.leave(); });
  await run('leftearly', async (s) => { const c = await newCart(s.url); const e = await EventReader.open(s.url, c); await e.leave(); });
  await run('ended', async (s) => { const c = await newCart(s.url); const e = await (await EventReader.open(s.url, c)).until('payment',1); await abandonCart(s.url, c); await e.untilEnded(); });
  await run('unread', async (s) => { const c = await newCart(s.url); await fetch(`${s.url}/v1/carts/${c.id}/events`, {headers:{'cart-token': c.token}}); });
  await run('many', async (s) => { const c = await newCart(s.url); const es = []; for (let i=0;i<12;i++) es.push(await EventReader.open(s.url, c)); for (const e of es) await e.leave(); });
}, 60000);
