// What befalls a request, in a form that can be compared: shares reduced, defaults filled in,
// mirrors resolved. And what a sandbox makes of it: `forkOutcome`.

import { at, isObject, type Json, textOf } from '../../lib/model/manifest';
import { backendOf } from './read-route';
import type { ParentRef, Route, Rule, World } from './world';

export interface Share {
  /** `namespace/name:port`, or `500` where the reference does not resolve. */
  readonly target: string;
  readonly weight: number;
  readonly filters: readonly Json[];
}

export type Outcome =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly filters: readonly Json[]; readonly prefix?: string }
  | {
      readonly kind: 'backends';
      readonly shares: readonly Share[];
      readonly filters: readonly Json[];
      readonly rest: Json;
      /** The matched prefix, where a filter replaces it. */
      readonly prefix?: string;
    };

export const notFound: Outcome = { kind: 'status', status: 404 };
const broken: Outcome = { kind: 'status', status: 500 };

/** Finds the Service of a reference; references in a mesh need no grant. */
type Resolve = (ref: Json) => string;

export function resolver(world: World, route: Route, parent: ParentRef): Resolve {
  return (ref) => {
    const { group, kind, namespace, name, port } = backendOf(ref, route.namespace);
    if (group !== '' || kind !== 'Service') return '500';
    if (!world.services.get(`${namespace}/${name}`)?.has(port)) return '500';
    const head = `${route.kind} ${route.namespace} ${namespace}`;
    const isAllowed =
      namespace === route.namespace ||
      parent.kind === 'Service' ||
      world.grants.has(`${head} ${name}`) ||
      world.grants.has(`${head} *`);
    return isAllowed ? `${namespace}/${name}:${port}` : '500';
  };
}

export function outcomeOf(rule: Rule, path: string, resolve: Resolve): Outcome {
  const filters = rule.filters.map((filter) => settled(filter, resolve));
  const replaces = JSON.stringify([rule.filters, rule.backends]).includes('replacePrefixMatch');
  const prefix = replaces ? { prefix: path.replace(/(.)\/$/, '$1') } : {};
  if (filters.some((filter) => textOf(at(filter, ['type'])) === 'RequestRedirect')) {
    return { kind: 'redirect', filters, ...prefix };
  }
  const shares = rule.backends
    .filter(({ weight }) => weight > 0)
    .map((ref) => ({
      target: resolve({ ...ref, filters: [] }),
      weight: ref.weight,
      filters: ref.filters.map((filter) => settled(filter, resolve)),
    }))
    .map((share) => (share.target === '500' ? { ...share, filters: [] } : share));
  if (shares.every(({ target }) => target === '500')) return broken;
  return { kind: 'backends', shares: reduced(shares), filters, rest: rule.rest, ...prefix };
}

/** A filter with its defaults, a mirror's reference resolved (a broken mirror is dropped). */
function settled(filter: Json, resolve: Resolve): Json {
  const type = textOf(at(filter, ['type'])) ?? '';
  const redirect = at(filter, ['requestRedirect']);
  if (isObject(redirect)) return { type, requestRedirect: { statusCode: 302, ...redirect } };
  const mirror = at(filter, ['requestMirror']);
  if (!isObject(mirror)) return filter;
  const { backendRef, percent = null, fraction } = mirror;
  const part = isObject(fraction) ? { denominator: 100, ...fraction } : null;
  return { type, mirror: resolve(backendRef ?? {}), percent, fraction: part };
}

/** Shares of one target and the same filters added up, then divided by their common divisor. */
function reduced(shares: readonly Share[]): Share[] {
  const byText = new Map<string, Share>();
  for (const share of shares) {
    const text = `${share.target} ${canonical(share.filters)}`;
    const weight = (byText.get(text)?.weight ?? 0) + share.weight;
    byText.set(text, { ...share, weight });
  }
  const divisor = [...byText.values()].reduce((sum, { weight }) => gcd(sum, weight), 0);
  return [...byText.keys()].sort().flatMap((text) => {
    const share = byText.get(text);
    return share === undefined ? [] : [{ ...share, weight: share.weight / divisor }];
  });
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** One text for one outcome: keys sorted, absent members left out. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** What stands in for a Service: another one, on the port that was asked for or on its own. */
export interface StandIn {
  /** `namespace/name`. */
  readonly service: string;
  readonly port?: number;
}

/** By the Services that they stand in for, `namespace/name`. */
export type Forks = ReadonlyMap<string, StandIn>;

/** What a sandbox makes of an outcome: forked Services replaced, all else as it was. */
export function forkOutcome(
  outcome: Outcome,
  forks: Forks,
  weights: 'fork-only' | 'keep',
): Outcome {
  if (outcome.kind === 'status') return outcome;
  const filters = outcome.filters.map((filter) => forkedMirror(filter, forks));
  if (outcome.kind === 'redirect') return { ...outcome, filters };
  const forked = outcome.shares.filter(({ target }) => forkedTarget(target, forks) !== target);
  const kept = weights === 'fork-only' && forked.length > 0 ? forked : outcome.shares;
  const shares = kept.map((share) => ({
    ...share,
    target: forkedTarget(share.target, forks),
    filters: share.filters.map((filter) => forkedMirror(filter, forks)),
  }));
  return { ...outcome, filters, shares: reduced(shares) };
}

function forkedTarget(target: string, forks: Forks): string {
  const colon = target.lastIndexOf(':');
  const fork = forks.get(target.slice(0, Math.max(colon, 0)));
  if (fork === undefined) return target;
  return `${fork.service}:${fork.port ?? target.slice(colon + 1)}`;
}

function forkedMirror(filter: Json, forks: Forks): Json {
  const mirror = textOf(at(filter, ['mirror']));
  if (mirror === undefined || !isObject(filter)) return filter;
  return { ...filter, mirror: forkedTarget(mirror, forks) };
}
