import { parseArgs } from 'node:util';

import { wordOf } from './check.ts';
import { CHECKS } from './checks/index.ts';
import { examine, type ExamineOptions } from './examine.ts';
import { reportJson, reportText } from './report-text.ts';

const USAGE = `Holds the configuration against the world: database, Ottu, gateways, webhook address, keys, catalog.
It charges nothing, creates nothing and writes nothing; what it asks of Ottu are two queries of payment methods.

  npm run doctor -- [--json] [--send-test-event] [--skip <check>]...

  --json             for programs: {"verdict", "checks": [{"check", "verdict", "seen", "todo"}]}
  --send-test-event  sends one event of the type test to MERCHANT_EVENTS_URL
  --skip <check>     leaves a check out, such as webhook-url before the first start;
                     one of: ${CHECKS.map(({ name }) => name).join(', ')}

Exit status: 0 all well, warnings included; 1 a fault; 2 it could not run.`;

/** 0: well, or warnings; 1: a fault was found; 2: it could not run. */
export interface DoctorResult {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

/** The `doctor` command, without the printing. `args` are those after the script's name. */
export async function doctorCommand(
  args: readonly string[],
  environment: () => Readonly<Record<string, string | undefined>>,
): Promise<DoctorResult> {
  let asked: ExamineOptions & { readonly json: boolean; readonly help: boolean };
  try {
    asked = readArgs(args);
  } catch (error) {
    // parseArgs throws for unknown options with a sentence that names the option.
    return { exitCode: 2, output: `${error instanceof Error ? error.message : 'unknown options'}\n\n${USAGE}` };
  }
  if (asked.help) return { exitCode: 0, output: USAGE };
  try {
    const report = await examine(environment, asked);
    const output = asked.json ? reportJson(report) : reportText(report);
    return { exitCode: report.verdict === 'fail' ? 1 : 0, output };
  } catch (error) {
    return { exitCode: 2, output: `The doctor could not run (${wordOf(error)}).` };
  }
}

function readArgs(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      'send-test-event': { type: 'boolean', default: false },
      skip: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const unknown = values.skip.filter((name) => !CHECKS.some((check) => check.name === name));
  if (unknown.length > 0) throw new Error(`There is no check of this name: ${unknown.join(', ')}`);
  return { json: values.json, help: values.help, skip: values.skip, sendTestEvent: values['send-test-event'] };
}
