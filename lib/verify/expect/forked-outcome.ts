// An outcome with what the claim says in place, and what can be told of an outcome from outside.
//
// The law is `fork_k` of the promises, as in behaviour.ts, here for what became of one request:
// every counterexample is held against it. Neighbours: ../../routing/outcome/combine.ts (which
// outcomes are one), ../../routing/decide.ts (who says them).

import type { BackendShare, DecidedBy, Mirror, Outcome } from '../../model/decision';
import { canonical } from '../../model/digest';
import { isObject, type Json, type JsonObject } from '../../model/manifest';
import { isService } from '../../model/route';
import type { Place } from '../../routing/arena/arena';
import { combine } from '../../routing/outcome/combine';
import { filterShape, forkedFilter, type Home } from './filter-shape';
import { handshakeNames, type Replacing, renamed, standInOf, tlsOf } from './replacing';
import { policyShape } from './session-shape';
import { type Share, shareTexts } from './share-text';

/** Where a request goes with the key, by where it goes in the baseline. */
export function forkedOutcome(outcome: Outcome, replacing: Replacing): Outcome {
  switch (outcome.outcome) {
    case 'backends':
      return forkedBackends(outcome, replacing);
    case 'unspecified': {
      const between = outcome.between.map((one) => forkedOutcome(one, replacing));
      return combine(between, outcome.because);
    }
    case 'redirect':
    case 'status':
    case 'rejected':
      return outcome;
  }
}

type ToBackends = Extract<Outcome, { readonly outcome: 'backends' }>;

function forkedBackends(outcome: ToBackends, replacing: Replacing): Outcome {
  const { backends, filters, mirrors, by } = outcome;
  const home = homeOf(by);
  const forks = backends.filter(
    (one) => one.to === 'backend' && one.share > 0 && standInOf(one, replacing) !== undefined,
  );
  const isForkOnly = replacing.weights === 'fork-only' && forks.length > 0;
  const kept = isForkOnly ? forks : backends;
  const whole = isForkOnly ? kept.reduce((sum, { share }) => sum + share, 0) : 1;
  return {
    ...outcome,
    backends: kept.map((one) => forkedShare({ ...one, share: one.share / whole }, replacing, home)),
    filters: filters.map((filter) => forkedFilter(filter, home, replacing)),
    mirrors: mirrors.map((one) => renamed(one, replacing)),
  };
}

function forkedShare(one: BackendShare, replacing: Replacing, home: Home): BackendShare {
  if (one.to !== 'backend') return one;
  const { tls: own, filters, mirrors, ...rest } = renamed(one, replacing);
  const tls = tlsOf(one, own ?? [], replacing);
  return {
    ...rest,
    ...(filters && { filters: filters.map((filter) => forkedFilter(filter, home, replacing)) }),
    ...(mirrors && { mirrors: mirrors.map((mirror) => renamed(mirror, replacing)) }),
    ...(tls.length === 0 ? {} : { tls }),
  };
}

const nowhere: Home = { route: { namespace: '' }, rule: { filterRefs: [] } };

/** The rule that decided: references of its filters are read by it. */
function homeOf(by: DecidedBy | undefined): Home {
  if (by === undefined || !('rules' in by.route)) return nowhere;
  const { route, rule: index } = by;
  const rule = route.rules.find((one) => one.index === index);
  return rule === undefined ? nowhere : { route, rule };
}

/**
 * What may become of a request, each as a text of all that client and backends can tell: without
 * who decided it and why, which policy asks for a handshake, and names of sessions.
 *
 * @param via in a mesh handshakes are the mesh's own
 */
export function possibilities(
  outcome: Outcome,
  via: Place['via'] = 'gateway',
): ReadonlySet<string> {
  const all = outcome.outcome === 'unspecified' ? outcome.between : [outcome];
  return new Set(all.map((one) => canonical(told(one, via))));
}

function told(outcome: Outcome, via: Place['via']): JsonObject {
  switch (outcome.outcome) {
    case 'backends':
      return toldBackends(outcome, via);
    case 'redirect':
    case 'status': {
      const { by: _, ...rest } = outcome;
      return plain('because' in rest ? { ...rest, because: undefined } : rest);
    }
    case 'rejected':
      return { outcome: 'rejected' };
    case 'unspecified':
      return { outcome: 'unspecified', between: [...possibilities(outcome, via)].sort() };
  }
}

function toldBackends(outcome: ToBackends, given: Place['via'] | undefined): JsonObject {
  const { backends, by, filters, forwarded, response, mirrors, policies } = outcome;
  const home = homeOf(by);
  const via = given ?? (by?.route.parents.every(isService) !== false ? 'mesh' : 'gateway');
  return {
    backends: shareTexts(backends.map((one): Share => [shareText(one, via, home), one.share])),
    filters: filters.map((filter) => filterShape(filter, home)),
    forwarded: plain(forwarded),
    response: plain(response),
    mirrors: mirrorTexts(mirrors),
    policies: policyShape(policies),
  };
}

function shareText(one: BackendShare, via: Place['via'], home: Home): string {
  const { share: _, ...rest } = one;
  if (rest.to === 'error') return 'error';
  if (rest.to === 'redirect') return canonical(plain(rest));
  const { tls = [], filters = [], mirrors = [] } = rest;
  return canonical({
    ...plain(rest),
    tls: via === 'mesh' ? [] : handshakeNames(tls),
    filters: filters.map((filter) => filterShape(filter, home)),
    mirrors: mirrorTexts(mirrors),
  });
}

function mirrorTexts(mirrors: readonly Mirror[]): readonly string[] {
  return mirrors.map((one) => canonical(plain(one))).sort();
}

/** Typed values are JSON where they hold nothing but values. */
function plain(value: object): JsonObject;
function plain(value: object | undefined): Json;
function plain(value: object | undefined): Json {
  return isObject(value) ? value : null;
}
