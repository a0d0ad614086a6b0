/** Whether processes are killed at every point at which they can be (`npm run test:process:all`), or at some of them. */
export function everyKill(): boolean {
  return process.env['KILLS'] === 'all';
}
