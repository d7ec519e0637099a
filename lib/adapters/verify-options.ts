// The options of `gatefork verify`. Neighbours: cli.ts, cli-verify.ts, option-values.ts.

import { type Command, Option } from 'commander';
import { defaultConfigFile } from './derive-input';
import { readNamespace, readProofProfiles, repeat } from './option-values';

export const proofFormats = ['text', 'json', 'markdown', 'sarif'] as const;

export function describeVerify(command: Command): Command {
  return command
    .description(
      'Prove that sandboxes leave all other requests alone, or show one that they do not.',
    )
    .requiredOption('--baseline <path...>', 'without sandboxes: files, folders, or -')
    .requiredOption(
      '--with <path...>',
      'all that is there with the sandboxes: files, folders, or -',
    )
    .option(
      '-s, --sandboxes <path>',
      'sandbox files, for objects that another tool wrote (repeat)',
      repeat,
    )
    .option('--context <path...>', 'objects that surround both')
    .option('--config <file>', `settings (default: ${defaultConfigFile} here, if there is one)`)
    .option(
      '--profile <name...>',
      'prove under what implementations do; all for every one that is known',
      readProofProfiles,
    )
    .option('-n, --namespace <name>', 'what objects without a namespace get', readNamespace)
    .addOption(
      new Option('-o, --output <format>', 'the format').choices(proofFormats).default('text'),
    )
    .option('-q, --quiet', 'beside the result only warnings and errors')
    .option('--no-color', 'accepted: nothing is coloured')
    .helpOption('-h, --help', 'print this help')
    .argument('[paths...]')
    .usage('--baseline <path...> --with <path...> [options]')
    .showHelpAfterError('(see gatefork verify --help)')
    .addHelpText('after', examples);
}

const examples = `
What Gatefork wrote is known by its labels and is never baseline: one folder may stand for both.
The result goes to standard output, what the manifests have wrong to standard error.
Exit status: 0 proved, with ambiguities at most; 1 violated; 2 bad usage or bad input; 3 undecided;
70 a bug of ours.

Examples:
  gatefork verify --baseline k8s --with k8s rendered
  gatefork verify --baseline rendered --with rendered --profile all
  gatefork verify --baseline k8s --with k8s by-hand -s sandboxes -o sarif > gatefork.sarif
`;
