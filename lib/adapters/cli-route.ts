// `gatefork route`: manifests and requests -> where each request goes, and with --explain why.
//
// All requests are read and placed before the first is answered: where anything is wrong
// standard output stays empty. Answers are written as they are decided, in chunks. Neighbours:
// route-input.ts, route-options.ts, ../report/outcome-json.ts.

import { exitOf, isError } from '../model/finding';
import {
  type Answer,
  jsonLine,
  outcomeJson,
  outcomeText,
  type Routed,
  routeRequests,
  traceJson,
  traceText,
} from '../pipeline';
import { InputReader } from './input';
import { type RouteInputOptions, readRouteInputs } from './route-input';
import type { Terminal } from './terminal';
import { tellFindings } from './told-findings';

export interface RouteOptions extends RouteInputOptions {
  readonly profile?: readonly string[];
  readonly explain?: boolean;
  readonly output: 'text' | 'json';
  readonly quiet?: boolean;
}

/** Characters that are written at once: a pipe takes about as many. */
const chunkSize = 1 << 16;

export function runRoute(
  options: RouteOptions,
  words: readonly string[],
  terminal: Terminal,
): number {
  const reader = new InputReader(terminal);
  const { manifests, requests, findings: read } = readRouteInputs(options, words, reader);
  const { namespace, profile = [], explain = false } = options;
  const routed: Routed | undefined = read.some(isError)
    ? undefined
    : routeRequests({
        manifests,
        requests,
        currentNamespace: namespace,
        profiles: profile,
        explain,
      });
  const found = [...read, ...(routed?.findings ?? [])];
  if (routed !== undefined && !found.some(isError)) {
    write(routed.answers, printerOf(options), terminal);
    found.push(...routed.statusFindings());
  }
  tellFindings(found, options, reader, terminal);
  return exitOf(found);
}

function write(
  answers: Iterable<Answer>,
  print: (answer: Answer) => string,
  { out }: Terminal,
): void {
  let chunk = '';
  for (const answer of answers) {
    chunk += print(answer);
    if (chunk.length < chunkSize) continue;
    out(chunk);
    chunk = '';
  }
  if (chunk !== '') out(chunk);
}

function printerOf(options: RouteOptions): (answer: Answer) => string {
  const { profile = [], explain = false } = options;
  // With one profile all answers are its own; of several each says which.
  const isNamed = profile.length > 1;
  const isList = options.requests !== undefined;
  if (options.output === 'json') {
    return ({ id, profile: name, request, outcome, trace }) =>
      jsonLine({
        id,
        ...(isNamed ? { profile: name } : {}),
        ...outcomeJson(outcome, { request, explain }),
        ...(trace === undefined ? {} : { trace: traceJson(trace, request) }),
      });
  }
  return ({ id, profile: name, request, outcome, trace }) => {
    const marks = {
      ...(isList ? { id } : {}),
      ...(name === undefined ? {} : { profile: name }),
    };
    return `${outcomeText(outcome, request, marks)}${trace === undefined ? '' : traceText(trace)}`;
  };
}
