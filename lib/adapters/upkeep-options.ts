// What `gatefork list` and `gatefork prune` take. Neighbours: cli.ts, cli-list.ts, cli-prune.ts.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultConfigFile } from './derive-input';
import { readDerivingProfile, readNamespace, repeat } from './option-values';
import { readNow } from './present-time';

/** Standard input is no file that could be deleted. */
function repeatFile(value: string, before?: readonly string[]): readonly string[] {
  if (value === '-') throw new InvalidArgumentError('Name a file or folder.');
  return repeat(value, before);
}

const nowOption = () =>
  new Option('--now <time>', 'the present (default: SOURCE_DATE_EPOCH, else the clock)').argParser(
    readNow,
  );

const formatOption = (formats: readonly string[]) =>
  new Option('-o, --output <format>', 'the format').choices(formats).default('text');

export function describeList(command: Command): Command {
  return command
    .description('List the sandboxes found in manifests: key, forks, age, expiry, stale or fresh.')
    .requiredOption('-f, --file <path>', 'manifests: a file, a folder, or - (repeat)', repeat)
    .option('--context <path...>', 'objects to reason with that are not ours to write')
    .option('--config <file>', `settings (default: ${defaultConfigFile} here, if there is one)`)
    .option('--profile <name...>', 'implementations that the routes run on', readDerivingProfile)
    .option('-n, --namespace <name>', 'what objects without a namespace get', readNamespace)
    .addOption(nowOption())
    .addOption(formatOption(['text', 'json', 'markdown']))
    .option('-q, --quiet', 'only warnings and errors')
    .option('--no-color', 'accepted: nothing is coloured')
    .helpOption('-h, --help', 'print this help')
    .argument('[paths...]')
    .usage('-f <path> [options]')
    .showHelpAfterError('(see gatefork list --help)')
    .addHelpText('after', listExamples);
}

const listExamples = `
A sandbox is known by its document, by the objects that were written for it, or by both. With both it
is fresh where deriving it again gives what is there, and stale where not.

Example:
  gatefork list -f k8s -f sandboxes -f rendered
`;

export function describePrune(command: Command): Command {
  return command
    .description('Delete the files of sandboxes that have expired; say which, unless told --yes.')
    .requiredOption('-s, --sandboxes <path>', 'sandboxes: a file or a folder (repeat)', repeatFile)
    .option('--yes', 'delete the files')
    .addOption(nowOption())
    .addOption(formatOption(['text', 'json']))
    .option('-q, --quiet', 'only warnings and errors')
    .option('--no-color', 'accepted: nothing is coloured')
    .helpOption('-h, --help', 'print this help')
    .argument('[paths...]')
    .usage('-s <path> [--yes] [options]')
    .showHelpAfterError('(see gatefork prune --help)')
    .addHelpText('after', pruneExamples);
}

const pruneExamples = `
A file goes only where all that it holds has expired. What was rendered goes with the next
gatefork derive --out, which removes files of ours whose sandbox is gone.

Example:
  gatefork prune -s sandboxes --yes && gatefork derive -f k8s -s sandboxes --out rendered
`;
