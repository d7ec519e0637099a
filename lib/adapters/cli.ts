// The command: `gatefork derive …`, `verify`, `validate`, `route`, `list`, `prune`.
// Arguments in, exit status out; the work is the pipeline's.
//
// Exit status: 0 done, 1 refused, violated or invalid, 2 bad usage or bad input, 3 undecided, 70 a bug of ours
// (docs/findings.md, "Exit status"). Data goes to standard output, everything else to standard
// error. Neighbours: cli-derive.ts, cli-verify.ts, cli-validate.ts, cli-route.ts,
// cli-list.ts, cli-prune.ts, ../io.ts.

import { Command, CommanderError, Option } from 'commander';
import { UsageError } from '../model/finding';
import { printFindings } from '../pipeline';
import { type DeriveOptions, runDerive } from './cli-derive';
import { type ListOptions, runList } from './cli-list';
import { type PruneOptions, runPrune } from './cli-prune';
import { type RouteOptions, runRoute } from './cli-route';
import { runValidate, type ValidateOptions } from './cli-validate';
import { runVerify, type VerifyOptions } from './cli-verify';
import { defaultConfigFile } from './derive-input';
import { readDerivingProfile, readNamespace, repeat } from './option-values';
import { describeRoute, refuseMixed } from './route-options';
import type { Terminal } from './terminal';
import { describeList, describePrune } from './upkeep-options';
import { describeValidate } from './validate-options';
import { describeVerify } from './verify-options';

const badUsage = 2;

/** Runs the command; `argv` without the program's own two words. */
export function run(argv: readonly string[], terminal: Terminal, version: string): number {
  let status = 0;
  const program = new Command('gatefork')
    .description('Offline GitOps manifest generator for the Kubernetes Gateway API.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(see gatefork --help)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
    });
  addCommands(program, (runCommand) => {
    status = runCommand(terminal, version);
  });
  try {
    if (argv.length === 0) {
      terminal.err(program.helpInformation());
      return badUsage;
    }
    program.parse([...argv], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : badUsage;
    if (error instanceof UsageError) {
      terminal.err(printFindings([error.finding]));
      return badUsage;
    }
    return reportBug(error, terminal);
  }
}

/** A command with its words read, ready to do its work. */
type ReadCommand = (terminal: Terminal, version: string) => number;

function addCommands(program: Command, run: (command: ReadCommand) => void): void {
  const derive = program.command('derive');
  describeDerive(derive).action((extra: readonly string[], options: DeriveOptions) => {
    refuseExtra(extra, derive);
    refuseWithoutFolder(options, derive);
    run((terminal) => runDerive(options, terminal));
  });
  const verify = program.command('verify');
  describeVerify(verify).action((extra: readonly string[], options: VerifyOptions) => {
    refuseExtra(extra, verify, '--baseline or --with before it');
    run((terminal, version) => runVerify(options, terminal, version));
  });
  const validate = program.command('validate');
  describeValidate(validate).action((extra: readonly string[], options: ValidateOptions) => {
    refuseExtra(extra, validate, '-f before each path');
    run((terminal, version) => runValidate(options, terminal, version));
  });
  const route = program.command('route');
  describeRoute(route).action((words: readonly string[], options: RouteOptions) => {
    refuseMixed(words, options, route);
    run((terminal) => runRoute(options, words, terminal));
  });
  const list = program.command('list');
  describeList(list).action((extra: readonly string[], options: ListOptions) => {
    refuseExtra(extra, list);
    run((terminal) => runList(options, terminal));
  });
  const prune = program.command('prune');
  describePrune(prune).action((extra: readonly string[], options: PruneOptions) => {
    refuseExtra(extra, prune);
    run((terminal) => runPrune(options, terminal));
  });
}

/** Says that the command itself is wrong. */
export function reportBug(error: unknown, terminal: Pick<Terminal, 'err'>): number {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`gatefork: a bug of ours, please report it with this text\n${text}\n`);
  return 70;
}

function describeDerive(command: Command): Command {
  return command
    .description('Write what sandboxes add to a baseline: forks and derived routes.')
    .requiredOption('-f, --file <path>', 'baseline: a file, a folder, or - (repeat)', repeat)
    .requiredOption('-s, --sandboxes <path>', 'sandboxes: a file, a folder, or - (repeat)', repeat)
    .option('--context <path...>', 'objects to reason with that are not ours to write')
    .option('--config <file>', `settings (default: ${defaultConfigFile} here, if there is one)`)
    .option(
      '--profile <name...>',
      'implementations that the routes must run on',
      readDerivingProfile,
    )
    .option('-n, --namespace <name>', 'what objects without a namespace get', readNamespace)
    .option('--out <folder>', 'write <sandbox>.yaml into a folder, not to standard output')
    .option('--keep', 'with --out: leave our files whose sandbox is gone')
    .addOption(
      new Option('--layout <layout>', 'with --out: flux gives forks and routes a folder each')
        .choices(['flat', 'flux'])
        .default('flat'),
    )
    .addOption(
      new Option('-o, --output <format>', 'the format').choices(['yaml', 'json']).default('yaml'),
    )
    .option('--no-verify', 'leave out the proof that all other requests go where they went')
    .option('-q, --quiet', 'only warnings and errors')
    .option('--no-color', 'accepted: nothing is coloured')
    .helpOption('-h, --help', 'print this help')
    .argument('[paths...]')
    .usage('-f <path> -s <path> [options]')
    .showHelpAfterError('(see gatefork derive --help)')
    .addHelpText('after', examples);
}

const examples = `
Objects go to standard output, or to the folder; all that is said goes to standard error.
Exit status: 0 done, 1 a promise cannot be kept, 2 bad usage or bad input, 70 a bug of ours.
Nothing is written where it is not 0.

Examples:
  gatefork derive -f k8s -s sandboxes --out rendered
  kustomize build | gatefork derive -f - -s pr-42.yaml -n shop | kubectl apply -f -
`;

/** `-f a.yaml b.yaml`, or a glob that the shell expanded: each path needs its own `-f`. */
function refuseExtra(
  extra: readonly string[],
  command: Command,
  option = '-f or -s before each path',
): void {
  if (extra.length === 0) return;
  command.error(
    `error: '${extra.join(' ')}' belongs to no option: write ${option}, or name a folder`,
  );
}

/** What has a meaning for a folder alone would be dropped without a word. */
function refuseWithoutFolder({ out, keep, layout }: DeriveOptions, command: Command): void {
  if (out !== undefined) return;
  const [option] = [
    ...(keep === true ? ['--keep'] : []),
    ...(layout === 'flux' ? ['--layout flux'] : []),
  ];
  if (option === undefined) return;
  command.error(`error: '${option}' is for files: name their folder with --out, or leave it out`);
}
