// A law with open questions -> laws of which each question has one answer.
//
// A promise has to be kept whatever the answer is, so each is proved by itself. Only questions that
// the input raises are multiplied. Left open is what the proof covers otherwise: repeated lines and
// parameters (several texts, ../search/cube.ts), and readings of a path, of which each is some path.

import { remembered } from '../../model/memo';
import type { Match, ValueMatch } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { readingsMatter } from '../../routing/accept/expression';
import { type Answer, choices, type ExpressionReading, type Law } from '../../routing/law';

const questions = [
  'listenerIsolation',
  'detectsMisdirected',
  'countsOwnHostnames',
  'hostnameFallback',
  'pathFallback',
  'joinsNames',
  'mixesKinds',
  'grpcRoutesTakeHttp',
  'splitsHeadersAtCommas',
  'meshPortsTogether',
  'meshByHost',
  'meshHostnames',
] as const satisfies readonly (keyof Law)[];

const expressions = ['headerExpressions', 'pathExpressions', 'queryExpressions'] as const;

/** Each question of yes and no has one answer; how expressions are read is left. */
export function settledLaws(law: Law, tables: readonly RouteTable[]): readonly Law[] {
  const raised = raisedIn(tables);
  let laws: readonly Law[] = [law];
  for (const question of questions) {
    const answers = raised.questions.has(question)
      ? choices(law[question])
      : choices(law[question]).slice(0, 1);
    laws = laws.flatMap((one) => answers.map((is) => ({ ...one, [question]: answerOf(is) })));
  }
  return laws;
}

/** Expressions too have one reading: one law for each way in which those of the input may be read. */
export function readingsOf(law: Law, tables: readonly RouteTable[]): readonly Law[] {
  const raised = raisedIn(tables);
  let laws: readonly Law[] = [law];
  for (const question of expressions) {
    const readings = telling(law[question], raised[question]);
    laws = laws.flatMap((one) => readings.map((reading) => ({ ...one, [question]: [reading] })));
  }
  return laws;
}

function answerOf(is: boolean): Answer {
  return is ? 'yes' : 'no';
}

function telling(
  readings: readonly ExpressionReading[],
  texts: ReadonlySet<string>,
): readonly ExpressionReading[] {
  const matters = [...texts].some((text) => readingsMatter(text, readings));
  return matters ? readings : readings.slice(0, 1);
}

interface Raised {
  readonly questions: ReadonlySet<string>;
  readonly headerExpressions: ReadonlySet<string>;
  readonly pathExpressions: ReadonlySet<string>;
  readonly queryExpressions: ReadonlySet<string>;
}

const atGateways = [
  'listenerIsolation',
  'detectsMisdirected',
  'countsOwnHostnames',
  'hostnameFallback',
  'pathFallback',
];
const inMeshes = ['meshPortsTogether', 'meshByHost', 'meshHostnames', 'pathFallback'];

function raisedIn(tables: readonly RouteTable[]): Raised {
  const all = tables.map(shownBy);
  const kinds = union(all.map((one) => one.kinds));
  const raised = union([new Set(['joinsNames']), ...all.map(({ questions: own }) => own)]);
  const texts = {
    headers: union(all.map(({ headers }) => headers)),
    paths: union(all.map(({ paths }) => paths)),
    queries: union(all.map(({ queries }) => queries)),
  };
  if (kinds.has('GRPCRoute')) raised.add('grpcRoutesTakeHttp');
  if (kinds.size > 1) raised.add('mixesKinds');
  if (texts.headers.size > 0) raised.add('splitsHeadersAtCommas');
  return {
    questions: raised,
    headerExpressions: texts.headers,
    pathExpressions: texts.paths,
    queryExpressions: texts.queries,
  };
}

function union(sets: readonly ReadonlySet<string>[]): Set<string> {
  const all = new Set<string>();
  for (const set of sets) for (const text of set) all.add(text);
  return all;
}

/** What one table shows; asked of the baseline again and again. */
const shownBy = remembered(({ routes, gateways }: RouteTable) => {
  const shown = { questions: new Set<string>(), kinds: new Set<string>() };
  const texts = {
    headers: new Set<string>(),
    paths: new Set<string>(),
    queries: new Set<string>(),
  };
  if (gateways.length > 0) for (const question of atGateways) shown.questions.add(question);
  for (const { kind, parents, rules } of routes) {
    shown.kinds.add(kind);
    if (parents.some((parent) => parent.kind === 'Service')) {
      for (const question of inMeshes) shown.questions.add(question);
    }
    for (const { matches } of rules) for (const match of matches) addTexts(match, texts);
  }
  return { ...shown, ...texts };
});

interface Texts {
  readonly headers: Set<string>;
  readonly paths: Set<string>;
  readonly queries: Set<string>;
}

function addTexts(match: Match, { headers, paths, queries }: Texts): void {
  addValues(match.headers, headers);
  if (match.protocol === 'http') {
    addValues(match.query, queries);
    if (match.path.type === 'RegularExpression') paths.add(match.path.value);
  } else if (match.type === 'RegularExpression') {
    for (const text of [match.service, match.method]) if (text !== undefined) paths.add(text);
  }
}

function addValues(values: readonly ValueMatch[], texts: Set<string>): void {
  for (const { type, value } of values) if (type === 'RegularExpression') texts.add(value);
}
