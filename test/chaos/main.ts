import { readCommand } from './options.ts';
import { prove } from './prove.ts';
import { run } from './run.ts';

process.exit(await exitStatus());

/** 0: all is well (or, with `--prove`, every broken service was caught). 1: a fault was found. 2: the run itself failed. */
async function exitStatus(): Promise<number> {
  try {
    const command = readCommand(process.argv.slice(2));
    if (command.prove) return (await prove(command.broken === 'none' ? undefined : command.broken)) ? 0 : 1;
    const { faults } = await run(command.options, (line) => console.log(line));
    return faults.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(error);
    return 2;
  }
}
