// What `gatefork route` works on: objects, and requests from its words or from a file of lines.
//
// Neighbours: object-input.ts (the objects), cli-route.ts (the command).

import { readText } from '../io';
import { type Finding, finding, isError } from '../model/finding';
import type { JsonObject, Manifest } from '../model/manifest';
import { fileName } from '../model/origin';
import type { RequestSpec } from '../model/request-spec';
import { isOwnDocument, readHeaderWord, readRequests, readWords, splitWords } from '../pipeline';
import type { InputReader } from './input';
import { type ObjectOptions, readObjects } from './object-input';

export interface RouteInputOptions extends ObjectOptions {
  /** A file of JSON lines, or `-`. */
  readonly requests?: string;
  /** `name: value`, as curl takes them. */
  readonly header?: readonly string[];
  /** A method, as curl's `-X` takes one. */
  readonly request?: string;
  /** The method HEAD. */
  readonly head?: boolean;
  readonly gateway?: string;
  readonly service?: string;
  readonly from?: string;
  readonly sni?: string;
  readonly listener?: string;
  readonly grpc?: boolean;
}

export interface RouteInputs {
  readonly manifests: readonly Manifest[];
  readonly requests: readonly RequestSpec[];
  readonly findings: readonly Finding[];
}

/** @param words the method and the URL, or the URL alone; none where `--requests` names a file */
export function readRouteInputs(
  options: RouteInputOptions,
  words: readonly string[],
  reader: InputReader,
): RouteInputs {
  const { manifests, findings } = readObjects(options, reader, emptyFindings);
  const asked =
    options.requests === undefined
      ? readAsked(options, words)
      : readFile(options.requests, options, reader);
  return { manifests, requests: asked.requests, findings: [...findings, ...asked.findings] };
}

/** Where nothing is, every answer would be that nobody listens: more often a wrong path. */
function emptyFindings(paths: readonly string[], manifests: readonly Manifest[]): Finding[] {
  if (manifests.some(({ object }) => !isOwnDocument(object))) return [];
  return [
    finding('input-empty', {
      message: `no objects in ${paths.map(fileName).join(', ')}`,
      hint: 'name the files or folders that hold the Gateways, Services and routes with `-f`',
    }),
  ];
}

interface Asked {
  readonly requests: readonly RequestSpec[];
  readonly findings: readonly Finding[];
}

function readAsked(options: RouteInputOptions, words: readonly string[]): Asked {
  const { header = [], gateway, service, from, sni, listener, grpc = false } = options;
  const findings: Finding[] = [];
  const headers = header.flatMap((line) => {
    const pair = readHeaderWord(line);
    if (pair === undefined) findings.push(wrongHeader(line));
    return pair === undefined ? [] : [pair];
  });
  const given = Object.fromEntries(
    Object.entries({ gateway, service, from, sni, listener }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  // An empty list would be a field of its own, which means nothing for tls, tcp and udp.
  const sent = headers.length === 0 ? {} : { headers };
  const { url, method } = splitWords(words);
  const methods = methodsIn(method, options);
  if (methods.length > 1) findings.push(severalMethods(methods));
  const [asked] = methods;
  const spoken = asked === undefined ? { url } : { url, method: asked };
  const reading = readWords({ ...spoken, ...sent, grpc, ...given });
  findings.push(...reading.findings);
  return { requests: reading.request === undefined ? [] : [reading.request], findings };
}

/** Each once, in upper case where an option says it. */
function methodsIn(word: string | undefined, { request, head = false }: RouteInputOptions) {
  const said = [request?.toUpperCase(), head ? 'HEAD' : undefined];
  const methods = word === undefined || said.includes(word.toUpperCase()) ? said : [word, ...said];
  return [...new Set(methods.filter((method) => method !== undefined))];
}

function severalMethods(methods: readonly string[]): Finding {
  return finding('request-invalid', {
    message: `request: the method is ${methods.map((method) => `\`${method}\``).join(' and ')}`,
    hint: 'keep one of -X, -I and the word before the URL',
  });
}

function wrongHeader(line: string): Finding {
  const [name = ''] = line.split(/[:;]/, 1);
  const isNamed = /^\s*[^\s]+\s*$/.test(name);
  return finding('request-invalid', {
    message: `request: the header \`${line}\` has no ${isNamed ? 'value' : 'name of one word'}`,
    hint: "write it as -H 'name: value', or -H 'name;' for an empty value",
  });
}

function readFile(file: string, options: RouteInputOptions, { terminal }: InputReader): Asked {
  const loaded = file === '-' ? { text: terminal.stdin() } : readText(file);
  if ('problem' in loaded) {
    const unread = finding('file-not-found', {
      message: `\`${file}\` ${loaded.problem}`,
      hint: 'name a file of requests that can be read, or - for standard input',
    });
    return { requests: [], findings: [unread] };
  }
  const { gateway, service, from, listener } = options;
  const place: JsonObject = Object.fromEntries(
    Object.entries({ gateway, service, from, listener }).filter(([, value]) => value !== undefined),
  );
  const reading = readRequests(loaded.text, file, place);
  if (reading.requests.length > 0 || reading.findings.some(isError)) return reading;
  const nothing = finding('input-empty', {
    message: `no requests in ${fileName(file)}`,
    hint: 'write one JSON object on each line',
  });
  return { requests: [], findings: [nothing] };
}
