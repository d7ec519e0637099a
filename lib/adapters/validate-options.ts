// The options of `gatefork validate`. Neighbours: cli.ts, cli-validate.ts, option-values.ts.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Api, readApi } from '../model/api';
import { defaultConfigFile } from './derive-input';
import { readNamespace, readProofProfiles, repeat } from './option-values';

export const validationFormats = ['text', 'json', 'markdown', 'sarif'] as const;

export function describeValidate(command: Command): Command {
  return command
    .description(
      'Tell what the API server would refuse, what the specification calls broken, and what an implementation does not support.',
    )
    .requiredOption('-f, --file <path>', 'manifests: a file, a folder, or - (repeat)', repeat)
    .option('--crds <path...>', "CustomResourceDefinitions: the cluster's own, before those of -f")
    .option('--against <path...>', 'objects as they are in the cluster, for rules about changes')
    .option('--context <path...>', 'objects that surround them, and are not checked')
    .option(
      '--api <version/channel>',
      'the Gateway API of the cluster, such as 1.6/standard (default: either channel)',
      readApiOption,
    )
    .option('--config <file>', `settings (default: ${defaultConfigFile} here, if there is one)`)
    .option(
      '--profile <name...>',
      'implementations whose support is looked at; all for every one that is known',
      readProofProfiles,
    )
    .option('-n, --namespace <name>', 'what objects without a namespace get', readNamespace)
    .option('--no-lint', 'only what the API server would refuse')
    .option('--strict', 'warnings count as errors do')
    .addOption(
      new Option('-o, --output <format>', 'the format').choices(validationFormats).default('text'),
    )
    .option('-q, --quiet', 'only warnings and errors')
    .option('--no-color', 'accepted: nothing is coloured')
    .helpOption('-h, --help', 'print this help')
    .argument('[paths...]')
    .usage('-f <path> [options]')
    .showHelpAfterError('(see gatefork validate --help)')
    .addHelpText('after', examples);
}

function readApiOption(text: string): Api {
  const api = readApi(text);
  if (!('problem' in api)) return api;
  throw new InvalidArgumentError(`${api.problem}; ${api.hint}`);
}

const examples = `
The result goes to standard output, what cannot be read to standard error.
Exit status: 0 valid, with warnings at most; 1 invalid; 2 bad usage or bad input; 70 a bug of ours.

Examples:
  gatefork validate -f k8s
  kustomize build | gatefork validate -f - --api 1.6/standard --crds crds
  gatefork validate -f k8s --profile istio --strict -o sarif > gatefork.sarif
`;
