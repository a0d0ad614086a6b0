/** The simulator's time, which can run faster than real time or be moved forward; it never goes back. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Simulated seconds per real second, above 0. */
  setSpeed(speed: number): void;
  advance(milliseconds: number): void;
  speed(): number;
  /** The speed it was started with; its time stays. */
  reset(): void;
  /** Called after every change of speed and every jump. */
  onChange(listener: () => void): void;
}

export function createClock(startSpeed = 1, realNow: () => number = Date.now): Clock {
  let realStart = realNow();
  let simulatedStart = realStart;
  let speed = startSpeed;
  const listeners: (() => void)[] = [];
  const now = (): number => simulatedStart + (realNow() - realStart) * speed;
  const restart = (at: number, nextSpeed: number): void => {
    simulatedStart = at;
    realStart = realNow();
    speed = nextSpeed;
    for (const listener of listeners) listener();
  };
  return {
    now,
    speed: () => speed,
    setSpeed: (next) => restart(now(), next),
    advance: (milliseconds) => restart(now() + milliseconds, speed),
    reset: () => restart(now(), startSpeed),
    onChange: (listener) => void listeners.push(listener),
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-06-01 10:15:30`, the UTC form of webhooks. */
export function spacedUtc(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** `01/06/2026 10:15:30`, the UTC form of `due_datetime`. */
export function slashedUtc(at: number): string {
  const date = new Date(at);
  const day = `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
  return `${day} ${date.toISOString().slice(11, 19)}`;
}
