// Why a match accepts a request, does not, or may: the first part that fails, else the first
// that is open, in words.
//
// Each part is asked again, alone, by the very functions that decide; the question that leaves
// it open is found by settling one after the other. Neighbours: accepts.ts.

import type { GrpcMatch, HttpMatch, Match, ValueMatch } from '../../model/route';
import { listText } from '../../model/text-list';
import type { Law } from '../law';
import { expressionError } from './expression';
import { acceptsCall } from './grpc-accepts';
import { acceptsHeaders, countingHeaders } from './header-accepts';
import { acceptsPath, pathOf } from './path-accepts';
import type { PreparedRequest } from './prepared-request';
import { acceptsQuery, countingParameters } from './query-accepts';
import type { Truth } from './truth';

/** One part of a match: what it answers under a law, and the words for each answer. */
interface Part {
  readonly truth: (law: Law) => Truth;
  readonly fails: string;
  /** Open whatever the law. */
  readonly alwaysOpen?: string;
  /** The open questions that it may hang on, each with its words. */
  readonly questions: { readonly [question in keyof Law]?: string };
  readonly mixed: string;
}

/** INVARIANT: names a failing part exactly where `accepts` says no, an open one where `maybe`. */
export function reasonOf(match: Match, request: PreparedRequest, law: Law): string {
  const parts = match.protocol === 'grpc' ? grpcParts(match, request) : httpParts(match, request);
  const all = [...parts, ...headerParts(match.headers, request, law)];
  if (match.protocol === 'http') all.push(...queryParts(match.query, request, law));
  const failing = all.find(({ truth }) => truth(law) === 'no');
  if (failing !== undefined) return failing.fails;
  const open = all.find(({ truth }) => truth(law) === 'maybe');
  return open === undefined ? 'all that it asks for holds' : openReason(open, law);
}

function openReason({ truth, alwaysOpen, questions, mixed }: Part, law: Law): string {
  if (alwaysOpen !== undefined) return alwaysOpen;
  const names = Object.keys(questions) as (keyof Law)[];
  const settling = names.find((question) =>
    settled(law, question).every((one) => truth(one) !== 'maybe'),
  );
  return (settling === undefined ? undefined : questions[settling]) ?? mixed;
}

/** The laws that the answers to one question make; all else stays as it is. */
function settled(law: Law, question: keyof Law): readonly Law[] {
  const readings = law[question];
  if (Array.isArray(readings)) return readings.map((one) => ({ ...law, [question]: [one] }));
  if (readings !== 'open') return [law];
  return ['no', 'yes'].map((answer) => ({ ...law, [question]: answer }));
}

const longest = 80;

/** A user's value in backticks, cut where it is long. */
function shown(value: string): string {
  return `\`${value.length > longest ? `${value.slice(0, longest)}…` : value}\``;
}

/** `alwaysOpen` of a part that one of its expressions leaves open. */
function refusal(...expressions: readonly (string | undefined)[]): Pick<Part, 'alwaysOpen'> {
  const refused = expressions.find(
    (expression) => expression !== undefined && expressionError(expression) !== undefined,
  );
  return refused === undefined
    ? {}
    : { alwaysOpen: `the expression ${shown(refused)} is none that RE2 takes` };
}

function httpParts({ method, path }: HttpMatch, request: PreparedRequest): Part[] {
  const sent = shown(pathOf(request));
  const value = shown(path.value);
  const isExpression = path.type === 'RegularExpression';
  const fails = {
    Exact: `path is ${sent}, not ${value}`,
    PathPrefix: `path ${sent} is not below ${value}`,
    RegularExpression: `path ${sent} does not match ${value}`,
  };
  return [
    {
      truth: ({ ignoresMethods }) =>
        method === undefined || method === request.method || ignoresMethods ? 'yes' : 'no',
      fails: `method is ${shown(request.method)}, not ${shown(method ?? '')}`,
      questions: {},
      mixed: '',
    },
    {
      truth: (law) => acceptsPath(path, request, law),
      fails: fails[path.type],
      ...refusal(isExpression ? path.value : undefined),
      questions: pathQuestions(request, value),
      mixed: `readings of path ${sent} differ on ${value}`,
    },
  ];
}

function pathQuestions(request: PreparedRequest, expression: string): Part['questions'] {
  const sent = shown(pathOf(request));
  const normalised = shown(pathOf(request, 'normalised'));
  return {
    paths: `whether path ${sent} is normalised to ${normalised} is open`,
    pathExpressions: `how ${expression} must fit path ${sent} is open`,
  };
}

function grpcParts(match: GrpcMatch, request: PreparedRequest): Part[] {
  const asked = shown(`${match.service ?? '*'}/${match.method ?? '*'}`);
  const sent = shown(pathOf(request));
  const isExpression = match.type === 'RegularExpression';
  const takesHttp = 'whether a GRPCRoute takes a request that is no gRPC call is open';
  return [
    {
      truth: ({ grpcRoutesTakeHttp }) =>
        request.isGrpc || grpcRoutesTakeHttp !== 'no' ? 'yes' : 'no',
      fails: 'the request is no gRPC call',
      questions: {},
      mixed: '',
    },
    {
      truth: (law) => acceptsCall(match, request, law),
      fails: `path ${sent} is no call of ${asked}`,
      ...(isExpression ? refusal(match.service, match.method) : {}),
      questions: { grpcRoutesTakeHttp: takesHttp, ...pathQuestions(request, asked) },
      mixed: `readings of path ${sent} differ on ${asked}`,
    },
  ];
}

function headerParts(
  matches: readonly ValueMatch[],
  request: PreparedRequest,
  law: Law,
): readonly Part[] {
  const parts = countingHeaders(matches, law).map((match): Part => {
    const name = `header ${match.name}`;
    const lines = request.headers.get(match.name.toLowerCase());
    const asked = shown(match.value);
    return {
      truth: (one) => acceptsHeaders([match], request, one),
      fails: failure(name, lines, match),
      ...(match.name.toLowerCase() === 'host'
        ? { alwaysOpen: 'whether a match on header Host looks at its port and case is open' }
        : refusal(match.type === 'RegularExpression' ? match.value : undefined)),
      questions: {
        repeatedHeaders: `${name} is sent ${lines?.length ?? 0} times, and what repeated lines are read as is open`,
        splitsHeadersAtCommas: `whether ${name} is cut at commas is open`,
        headerExpressions: `how ${asked} must fit ${name} is open`,
      },
      mixed: `readings of ${name} differ on ${asked}`,
    };
  });
  const together: Part = {
    truth: (one) => acceptsHeaders(matches, request, one),
    fails: 'no reading of the headers satisfies all header matches',
    questions: {},
    mixed: 'readings of the headers differ',
  };
  return [...parts, together];
}

function queryParts(
  matches: readonly ValueMatch[],
  request: PreparedRequest,
  law: Law,
): readonly Part[] {
  if (law.ignoresQueries) return [];
  const parts = countingParameters(matches).map((match): Part => {
    const name = `query parameter ${match.name}`;
    const values = request.query.filter((one) => one[0] === match.name).map(([, value]) => value);
    const asked = shown(match.value);
    return {
      truth: (one) => acceptsQuery([match], request, one),
      fails: failure(name, values.length === 0 ? undefined : values, match),
      ...refusal(match.type === 'RegularExpression' ? match.value : undefined),
      questions: {
        repeatedParameters: `${name} is sent ${values.length} times, and which of them counts is open`,
        decodesParameters: `whether ${name} is decoded is open`,
        queryExpressions: `how ${asked} must fit ${name} is open`,
      },
      mixed: `readings of ${name} differ on ${asked}`,
    };
  });
  const together: Part = {
    truth: (one) => acceptsQuery(matches, request, one),
    fails: 'no reading of the query satisfies all query parameter matches',
    questions: {},
    mixed: 'readings of the query differ',
  };
  return [...parts, together];
}

function failure(name: string, values: readonly string[] | undefined, match: ValueMatch): string {
  if (values === undefined) return `${name} is not there`;
  const held = listText(values.map(shown), 3);
  const asked = shown(match.value);
  return match.type === 'Exact'
    ? `${name} is ${held}, not ${asked}`
    : `${name} is ${held}, which ${asked} does not match`;
}
