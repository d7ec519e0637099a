// The options of `gatefork route`, and what of them does not go together.
//
// `--profile` and `--context` take one value each and repeat: behind them stand the method and the
// URL. Neighbours: cli.ts, cli-route.ts, curl-flags.ts.

import { type Command, Option } from 'commander';
import type { RouteOptions } from './cli-route';
import { curlHint } from './curl-flags';
import { readNamespace, readProfiles, repeat } from './option-values';

export function describeRoute(command: Command): Command {
  return command
    .description('Tell where requests go, and why.')
    .requiredOption('-f, --file <path>', 'manifests: a file, a folder, or - (repeat)', repeat)
    .option('--context <path>', 'objects that -f may not hold (repeat)', repeat)
    .option('--requests <file>', 'requests as JSON lines, in place of a URL; - for standard input')
    .option('-H, --header <line>', "a header, as 'name: value' (repeat)", repeat)
    .option('-X, --request <method>', 'the method, as curl has it')
    .option('-I, --head', 'the method HEAD, as curl has it')
    .option('--gateway <name>', 'the Gateway that is asked, as namespace/name')
    .option('--service <name>', 'mesh: the Service that is asked, as namespace/name')
    .option('--from <namespace>', "mesh: the client's namespace; the URL names a Service then")
    .option('--sni <name>', "the name in the TLS handshake (default: the URL's host)")
    .option('--listener <name>', 'only listeners of this name')
    .option('--grpc', 'a gRPC call: the path is /package.Service/Method')
    .option('--profile <name>', 'answer as an implementation does (repeat)', readProfiles)
    .option('--explain', 'say why: listeners, and matches in order of rank')
    .option('-n, --namespace <name>', 'what objects without a namespace get', readNamespace)
    .addOption(
      new Option('-o, --output <format>', 'the format').choices(['text', 'json']).default('text'),
    )
    .option('-q, --quiet', 'only warnings and errors')
    .option('--no-color', 'accepted: nothing is coloured')
    .helpOption('-h, --help', 'print this help')
    .argument('[words...]')
    .usage('-f <path> [options] [METHOD] URL')
    .showHelpAfterError('(see gatefork route --help)')
    .configureOutput({ outputError: (text, print) => print(withCurlHint(text)) })
    .addHelpText('after', examples);
}

function withCurlHint(text: string): string {
  const [, option = ''] = /^error: unknown option '([^']+)/.exec(text) ?? [];
  const hint = curlHint(option);
  return hint === undefined ? text : `error: ${option} is not taken: ${hint}\n`;
}

const examples = `
URLs begin with http, https, grpc, grpcs, tls, tcp or udp; without any of these it is http.
Answers go to standard output, what the manifests have wrong to standard error.
Exit status: 0 answered, if only with "unspecified"; 2 bad usage or bad input; 70 a bug of ours.

Examples:
  gatefork route -f k8s https://shop.example.com/cart -H 'baggage: sd-routing-key=pr-42'
  gatefork route -f k8s --explain --profile istio POST http://shop.example.com/cart
  gatefork route -f k8s --from checkout http://cart.shop/items
  gatefork route -f k8s --requests requests.jsonl -o json
`;

/** What is said with `--requests` or with a URL, and not with both. */
const wordOptions = ['header', 'request', 'head', 'sni', 'grpc'] as const;

/** Refuses what does not go together, in commander's words. */
export function refuseMixed(
  words: readonly string[],
  options: RouteOptions,
  command: Command,
): void {
  const isList = options.requests !== undefined;
  const beside = wordOptions.filter((name) => options[name] !== undefined);
  const problem =
    isList && words.length > 0
      ? `'${words.join(' ')}' stands beside --requests: ask one way or the other`
      : isList && beside.length > 0
        ? `--${beside.join(', --')} stands beside --requests: write it into the requests`
        : !isList && words.length === 0
          ? 'no request: name a URL, or a file with --requests'
          : words.length > 2
            ? `'${words.join(' ')}' is more than a method and a URL: write -f, --context or -H before each value`
            : isList && options.requests === '-' && options.file.includes('-')
              ? 'standard input cannot hold both the manifests and the requests'
              : undefined;
  if (problem !== undefined) command.error(`error: ${problem}`);
}
