import { serviceKeyCommand } from './service-key-command.ts';

const { exitCode, output } = serviceKeyCommand(process.argv.slice(2));
(exitCode === 0 ? process.stdout : process.stderr).write(`${output}\n`);
process.exitCode = exitCode;
