import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

/**
 * Given to Node.js by `--import`, with the file to write in its query (`?to=…`): the first SIGUSR2 begins a profile of the
 * processor's time, the second one writes it, so that the start is not in it.
 */
const file = new URL(import.meta.url).searchParams.get('to') ?? '';
const session = new Session();
let running = false;

process.on('SIGUSR2', () => void toggle());

async function toggle(): Promise<void> {
  if (!running) {
    running = true;
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    return;
  }
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(file, JSON.stringify(profile));
}
