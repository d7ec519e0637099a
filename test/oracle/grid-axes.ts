// What stands on the axes of a grid: for two matches the hosts, paths, methods, header values and
// parameters that they ask for, and what lies just beside each.

import * as universe from '../arbitrary/universe';
import type { OracleRequest } from './accept';
import { onPath } from './accept';
import type { Standing } from './grid-places';
import type { Match, PathMatch, ValueMatch, World } from './world';

export type Pair = readonly [name: string, value: string];

/** Values on one axis: those that fit both matches where some do, and their neighbours. */
export interface Axis<T> {
  readonly fitting: readonly T[];
  readonly near: readonly T[];
}

export interface Axes {
  readonly protocol: OracleRequest['protocol'];
  readonly hosts: Axis<string>;
  readonly paths: Axis<string>;
  readonly methods: Axis<string>;
  /** One axis for each name: the lines that a request has of it. */
  readonly headers: readonly Axis<readonly Pair[]>[];
  readonly query: readonly Axis<readonly Pair[]>[];
}

export function axesOf(world: World, first: Standing, second: Standing | undefined): Axes {
  const both = second === undefined ? [first] : [first, second];
  const matches = both.map(({ match }) => match);
  const isCall = first.route.kind === 'GRPCRoute';
  return {
    protocol: isCall ? 'grpc' : 'http',
    hosts: hostAxis(world, both),
    paths: isCall ? callAxis(matches) : pathAxis(matches.map(({ path }) => path)),
    methods: isCall ? { fitting: ['POST'], near: [] } : methodAxis(matches),
    headers: valueAxes(matches.flatMap(({ headers }) => headers)),
    query: valueAxes(matches.flatMap(({ query }) => query)),
  };
}

/** A host of a pattern; '' takes any. */
function hostsOf(pattern: string): readonly string[] {
  if (pattern === '') return universe.hosts;
  return pattern.startsWith('*') ? [`x${pattern.slice(1)}`, `w.x${pattern.slice(1)}`] : [pattern];
}

function hostAxis(world: World, both: readonly Standing[]): Axis<string> {
  const asked = both.map(({ route }) => {
    const own = route.hostnames.length === 0 ? [''] : route.hostnames;
    return own.flatMap(hostsOf);
  });
  const [one = [], other] = asked;
  const shared = other === undefined ? one : one.filter((host) => other.includes(host));
  const listeners = [...world.gateways.values()].flat().flatMap(({ hostname = '' }) => hostname);
  return {
    fitting: shared.length > 0 ? shared : one,
    near: distinct([
      ...asked.flat(),
      ...listeners.filter((one) => one !== '').flatMap(hostsOf),
      'else.u',
    ]),
  };
}

const samples: ReadonlyMap<string, readonly string[]> = new Map([
  ['/a.*', ['/a', '/a/b', '/ab', '/x/a']],
  ['/a/[a-z]+', ['/a/b', '/a/bc', '/a/1', '/a/b/c']],
  ['/(a|ab)(/.*)?', ['/a', '/ab', '/ab/c', '/a/b', '/abc']],
]);

function around({ type, value, pattern }: PathMatch): readonly string[] {
  if (pattern !== undefined) return samples.get(value) ?? universe.paths;
  const bare = value.replace(/\/$/, '');
  const below = [`${bare}/`, `${bare}/b`, `${bare}/b/c`, `${bare}/z`];
  const beside = [`${bare}b`, bare.replace(/\/[^/]*$/, ''), '/'];
  return distinct([value, ...(type === 'Exact' ? beside : below), ...below, ...beside]).filter(
    (path) => path.startsWith('/'),
  );
}

function pathAxis(paths: readonly PathMatch[]): Axis<string> {
  const all = distinct(paths.flatMap(around));
  const fitting = all.filter((path) => paths.every((asked) => onPath(asked, path)));
  const [first] = paths;
  const own = all.filter((path) => first !== undefined && onPath(first, path));
  return { fitting: [fitting, own, all].find((list) => list.length > 0) ?? ['/'], near: all };
}

function callAxis(matches: readonly Match[]): Axis<string> {
  const parts = matches.flatMap(({ service, rpc }) => [{ service, rpc }]);
  const named = parts.map(({ service, rpc }, index) => {
    const other = parts[index === 0 ? 1 : 0];
    const [own, call] = [service ?? other?.service, rpc ?? other?.rpc];
    return `/${own?.value ?? 's.A'}/${call?.value ?? 'Get'}`;
  });
  const all = universe.rpcServices.flatMap((service) =>
    universe.rpcMethods.map((rpc) => `/${service}/${rpc}`),
  );
  return { fitting: distinct(named), near: [...all, '/s.C/Get', '/s.A/Other', '/'] };
}

function methodAxis(matches: readonly Match[]): Axis<string> {
  const asked = distinct(matches.flatMap(({ method }) => (method === undefined ? [] : [method])));
  return { fitting: asked.length > 0 ? asked : ['GET'], near: ['GET', 'POST', 'DELETE', ...asked] };
}

/** Texts that an expression takes, and some beside it. */
function textsOf({ value, pattern }: ValueMatch): readonly string[] {
  if (pattern === undefined) return [value];
  return ['1', '2', '12', 'x'].filter((text) => pattern.test(text));
}

/** Keys are carried by other axes: what asks for one is no axis here. */
function valueAxes(asked: readonly ValueMatch[]): readonly Axis<readonly Pair[]>[] {
  return distinct(asked.map(({ name }) => name)).map((name) => {
    const own = asked.filter((one) => one.name === name);
    const shared = own.reduce<readonly string[]>(
      (texts, one) => texts.filter((text) => holds(one, text)),
      distinct(own.flatMap(textsOf)),
    );
    const lines = (texts: readonly string[]) => texts.map((text) => [[name, text]] as Pair[]);
    const several = distinct(own.flatMap(textsOf)).map((text): Pair => [name, text]);
    return {
      fitting: shared.length > 0 ? lines(shared) : [several],
      near: [[], ...lines(['1', '2', '12', 'other']), [...several, [name, 'other'] as Pair]],
    };
  });
}

function holds({ value, pattern }: ValueMatch, text: string): boolean {
  return pattern === undefined ? value === text : pattern.test(text);
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
