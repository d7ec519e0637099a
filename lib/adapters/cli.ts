// The command: `gatefork derive …`. Arguments in, exit status out; the work is the pipeline's.
//
// Exit status: 0 done, 1 refused, 2 bad usage or bad input, 70 a bug of ours. Data goes to
// standard output, everything else to standard error. Neighbours: cli-derive.ts, ../io.ts.

import { Command, CommanderError } from 'commander';
import { UsageError } from '../model/finding';
import { printFindings } from '../pipeline';
import { type DeriveOptions, runDerive } from './cli-derive';
import type { Terminal } from './terminal';

const repeat = (value: string, before: readonly string[] = []) => [...before, value];

/** Runs the command; `argv` without the program's own two words. */
export function run(argv: readonly string[], terminal: Terminal, version: string): number {
  let status = 0;
  const program = new Command('gatefork')
    .description('Offline GitOps manifest generator for the Kubernetes Gateway API.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
    });
  deriveCommand(program, (options) => {
    status = runDerive(options, terminal);
  });
  try {
    if (argv.length === 0) {
      terminal.err(program.helpInformation());
      return 2;
    }
    program.parse([...argv], { from: 'user' });
    return status;
  } catch (error) {
    return statusOf(error, terminal);
  }
}

function deriveCommand(program: Command, action: (options: DeriveOptions) => void): void {
  program
    .command('derive')
    .description('write what sandboxes add to a baseline: forks and derived routes')
    .requiredOption('-f, --file <path>', 'baseline: a file, a folder, or - (repeat)', repeat)
    .requiredOption(
      '-s, --sandboxes <path>',
      'sandbox files: a file, a folder, or - (repeat)',
      repeat,
    )
    .option('--context <path...>', 'objects to reason with that are not ours to write')
    .option('--config <path>', 'settings (default: gatefork.yaml in the current folder, if any)')
    .option('--profile <name...>', 'implementations that the routes must run on')
    .option('-n, --namespace <name>', 'what the namespace of objects without one is called')
    .option('--out <folder>', 'write <sandbox>.yaml into a folder instead of standard output')
    .option('--keep', 'with --out: keep files of ours whose sandbox is gone')
    .option('-o, --output <format>', 'yaml or json', 'yaml')
    .option('-q, --quiet', 'print no summary and no notes, only warnings and errors')
    .option('--no-color', 'accepted; nothing is coloured')
    .allowExcessArguments(false)
    .action(action);
}

function statusOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    terminal.err(printFindings([error.finding]));
    return 2;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`gatefork: a bug of ours, please report it with this text\n${text}\n`);
  return 70;
}
