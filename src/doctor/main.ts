import 'reflect-metadata';

import { Logger } from '@nestjs/common';

import { processEnvironment } from '../config/process-environment.ts';
import { doctorCommand } from './doctor-command.ts';

// What the parts log about themselves the table says, in the words of a table.
Logger.overrideLogger(false);

const { exitCode, output } = await doctorCommand(process.argv.slice(2), processEnvironment);
// A check that was given up may still hold a connection: the process ends all the same.
(exitCode === 2 ? process.stderr : process.stdout).write(`${output}\n`, () => process.exit(exitCode));
