import { describe, expect, it } from '@jest/globals';
import { createAgenda } from './agenda.ts';
import { createClock } from './clock.ts';

const MINUTE = 60_000;

describe('agenda', () => {
  const start = () => {
    const clock = createClock();
    const agenda = createAgenda(clock);
    const done: number[] = [];
    const note = (minutes: number, name = minutes) =>
      agenda.at(clock.now() + minutes * MINUTE, () => void done.push(name));
    return { clock, agenda, done, note };
  };
  const jump = async ({ clock, agenda }: ReturnType<typeof start>, minutes: number) => {
    clock.advance(minutes * MINUTE);
    await agenda.wait(1);
  };

  it('runs tasks in the order of their times when the clock jumps over them, and leaves the later ones', async () => {
    const own = start();
    for (const minutes of [7, 3, 9, 1, 12, 5, 2, 30, 4]) own.note(minutes);
    await jump(own, 10);
    expect(own.done).toEqual([1, 2, 3, 4, 5, 7, 9]);
    await jump(own, 10);
    expect(own.done).toEqual([1, 2, 3, 4, 5, 7, 9, 12]);
  });

  it('keeps the order of tasks that have the same time', async () => {
    const own = start();
    const time = own.clock.now() + MINUTE;
    for (let name = 0; name < 50; name += 1) own.agenda.at(time, () => void own.done.push(name));
    await jump(own, 2);
    expect(own.done).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('runs tasks that a task adds, when they are due too', async () => {
    const own = start();
    own.agenda.at(own.clock.now() + MINUTE, () => own.note(-0.5, 99));
    await jump(own, 2);
    expect(own.done).toEqual([99]);
  });

  it('goes faster with the clock, also when that changes on the way', async () => {
    const own = start();
    own.note(60);
    own.clock.setSpeed(1_000_000);
    await own.agenda.wait(61 * MINUTE);
    expect(own.done).toEqual([60]);
  });

  it('drops everything when it is cleared, and tells those who wait', async () => {
    const own = start();
    own.note(1);
    const waiting = own.agenda.wait(MINUTE);
    own.agenda.clear();
    expect(await waiting).toBe(false);
    await jump(own, 5);
    expect(own.done).toEqual([]);
  });
});
