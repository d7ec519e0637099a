// What an outcome means: all that a client and the backends can tell of it, without who decided it
// and why. And what a routing key makes of it, by what stands in for which Service.
//
// Two tables name things differently: a session of a derived rule has a name of its own, a mirror
// says its target once in the filter and once resolved. Neighbours: judged-case.ts (who asks),
// ../oracle/outcome.ts (the same law on the oracle's outcomes).

import type { BackendShare, Mirror, Outcome } from '../../lib/model/decision';
import { at, isObject, type Json, type JsonObject, textOf } from '../../lib/model/manifest';
import { canonical, type Forks, type StandIn } from '../oracle/outcome';

/** Anything but `unspecified`. */
export type Settled = Exclude<Outcome, { readonly outcome: 'unspecified' }>;

export function possibleOf(outcome: Outcome): readonly Settled[] {
  const all = outcome.outcome === 'unspecified' ? outcome.between : [outcome];
  return all.filter((one): one is Settled => one.outcome !== 'unspecified');
}

export interface Replacing {
  readonly forks: Forks;
  readonly weights: 'fork-only' | 'keep';
}

/** A field of `retry` by which a rule of the baseline is told from others that do the same. */
export const mark = 'markedForTheJudge';

export function isMarked(outcome: Settled): boolean {
  return outcome.outcome === 'backends' && at(outcome.policies, ['retry', mark]) !== undefined;
}

/** The outcome with what stands in for Services in their place, shares by the mode of weights. */
export function forkedOutcome(outcome: Settled, { forks, weights }: Replacing): Settled {
  if (outcome.outcome !== 'backends') return outcome;
  const { backends, by } = outcome;
  const home = by?.route.namespace ?? '';
  const forked = backends.filter((one) => one.share > 0 && standInOf(one, forks) !== undefined);
  const kept = weights === 'fork-only' && forked.length > 0 ? forked : backends;
  const whole = kept.reduce((sum, { share }) => sum + share, 0);
  return {
    ...outcome,
    backends: kept.map((one) => replaced({ ...one, share: one.share / whole }, { forks, home })),
    filters: outcome.filters.map((filter) => withAuth(filter, { forks, home })),
    mirrors: outcome.mirrors.map((one) => replacedMirror(one, forks)),
  };
}

function standInOf(one: BackendShare | Mirror, forks: Forks): StandIn | undefined {
  if ('to' in one && one.to !== 'backend') return undefined;
  return one.other === undefined ? forks.get(one.name) : undefined;
}

/** Stand-ins, and the namespace that references without one mean. */
interface Around {
  readonly forks: Forks;
  readonly home: string;
}

function replaced(one: BackendShare, around: Around): BackendShare {
  if (one.to !== 'backend') return one;
  const { mirrors = [], filters = [] } = one;
  return {
    ...one,
    ...namesOf(standInOf(one, around.forks)),
    mirrors: mirrors.map((each) => replacedMirror(each, around.forks)),
    filters: filters.map((filter) => withAuth(filter, around)),
  };
}

function replacedMirror(one: Mirror, forks: Forks): Mirror {
  return { ...one, ...namesOf(standInOf(one, forks)) };
}

function namesOf(standIn: StandIn | undefined) {
  if (standIn === undefined) return {};
  const { service: name, port } = standIn;
  return { name, ...(port === undefined ? {} : { port }) };
}

/** A filter that asks somebody for leave, with whom it asks then. */
function withAuth(filter: JsonObject, { forks, home: own }: Around): JsonObject {
  const ref = at(filter, ['externalAuth', 'backendRef']);
  if (!isObject(ref) || !isObject(filter.externalAuth)) return filter;
  const home = textOf(ref.namespace) ?? own;
  const standIn = forks.get(`${home}/${textOf(ref.name) ?? ''}`);
  if (standIn === undefined) return filter;
  const slash = standIn.service.indexOf('/');
  const backendRef = {
    ...ref,
    namespace: standIn.service.slice(0, slash),
    name: standIn.service.slice(slash + 1),
    ...(standIn.port === undefined ? {} : { port: standIn.port }),
  };
  return { ...filter, externalAuth: { ...filter.externalAuth, backendRef } };
}

/** One text for one meaning. */
export function meaningText(outcome: Settled): string {
  switch (outcome.outcome) {
    case 'backends': {
      const { by, forwarded = null, response = null, policies } = outcome;
      const home = by?.route.namespace ?? '';
      return canonical({
        backends: sharesOf(outcome.backends, home),
        filters: filtersOf(outcome.filters, home),
        forwarded,
        response,
        mirrors: outcome.mirrors.map((one) => canonical(one)).sort(),
        policies: policiesOf(policies),
      });
    }
    case 'redirect':
      return canonical([outcome.status, outcome.location, outcome.response ?? null]);
    case 'status':
      return canonical([outcome.status, outcome.grpcStatus ?? null, outcome.response ?? null]);
    case 'rejected':
      return 'rejected';
  }
}

/** Shares of what is alike added up. */
function sharesOf(
  backends: readonly BackendShare[],
  home: string,
): readonly (readonly [string, string])[] {
  const sums = new Map<string, number>();
  for (const { share, ...rest } of backends) {
    if (share === 0) continue;
    const text = backendText(rest as Omit<BackendShare, 'share'>, home);
    sums.set(text, (sums.get(text) ?? 0) + share);
  }
  return [...sums].sort().map(([text, share]) => [text, share.toFixed(6)] as const);
}

/** Why a share is an error is told in words that name routes; TLS follows the Service. */
function backendText(backend: Omit<BackendShare, 'share'>, home: string): string {
  if (backend.to === 'error') return 'error';
  if (backend.to === 'redirect') return canonical(backend);
  const { tls: _, filters, mirrors, ...rest } = backend as Extract<BackendShare, { to: 'backend' }>;
  return canonical({
    ...rest,
    mirrors: (mirrors ?? []).map((one) => canonical(one)).sort(),
    filters: filtersOf(filters ?? [], home),
  });
}

/** Filters with the namespaces of those whom they ask; a mirror's target stands elsewhere. */
function filtersOf(filters: readonly JsonObject[], home: string): readonly Json[] {
  return filters.map((filter) => {
    const { requestMirror, externalAuth } = filter;
    if (isObject(requestMirror)) {
      const { backendRef: _, ...rest } = requestMirror;
      return { ...filter, requestMirror: rest };
    }
    if (!isObject(externalAuth) || !isObject(externalAuth.backendRef)) return filter;
    const backendRef = { namespace: home, ...externalAuth.backendRef };
    return { ...filter, externalAuth: { ...externalAuth, backendRef } };
  });
}

/** Without the mark, and without names of sessions. */
function policiesOf({ sessionPersistence, retry, ...rest }: JsonObject): JsonObject {
  const { [mark]: _, ...tries } = isObject(retry) ? retry : {};
  const kept = Object.keys(tries).length === 0 ? rest : { ...rest, retry: tries };
  if (!isObject(sessionPersistence)) return kept;
  const { sessionName: __, cookie, header, ...session } = sessionPersistence;
  return { ...kept, session: { ...session, cookie: unnamed(cookie), header: unnamed(header) } };
}

function unnamed(block: Json | undefined): Json {
  if (!isObject(block)) return null;
  const { name: _, ...rest } = block;
  return rest;
}
