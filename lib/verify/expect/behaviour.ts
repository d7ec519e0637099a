// The shape of a rule -> a value that says what becomes of each request, and nothing in vain.
//
// The cases are those of ../../routing/outcome/rule-outcome.ts in its order: preflight requests
// that a CORS filter answers, a redirect, a rule that is broken, else backends. With the key each
// forked Service is replaced, and of a weighted rule that holds one the forks alone are left, unless
// weights are kept. Neighbours: rule-shape.ts, effect.ts (who asks).

import type { BackendShare, Mirror } from '../../model/decision';
import { canonical } from '../../model/digest';
import type { JsonObject } from '../../model/manifest';
import { choices, type Law } from '../../routing/law';
import { filterShape, type Home, namedShape } from './filter-shape';
import { handshakeNames, type Named, type Replacing, renamed, standInOf, tlsOf } from './replacing';
import { type BackendShape, type RuleShape, replacePrefixes } from './rule-shape';
import { type Share, weightTexts } from './share-text';

export interface Case {
  readonly shape: RuleShape;
  /** Of the path that matched, without its trailing slash; null where no prefix did. */
  readonly prefix: string | null;
  readonly law: Pick<Law, 'brokenMirrorBreaksRule'>;
  readonly replacing?: Replacing | undefined;
}

export function behaviour(one: Case): JsonObject {
  const { shape, law } = one;
  const { isRedirect, isBroken, hasBrokenMirror } = shape;
  if (isRedirect) return { redirect: answer(one, redirecting) };
  const failed = failure(one);
  if (isBroken) return failed;
  if (!hasBrokenMirror) return forwarded(one);
  const ways = choices(law.brokenMirrorBreaksRule);
  const [first = failed, ...others] = ways.map((breaks) => (breaks ? failed : forwarded(one)));
  return others.length === 0 ? first : { either: [first, ...others] };
}

/** Filters that have a say in the answer of a redirect. */
const redirecting = ['CORS', 'RequestRedirect', 'ResponseHeaderModifier'] as const;

/** What the rule answers itself. */
function answer({ shape, prefix }: Case, types: readonly string[]): JsonObject {
  const filters = shape.filters.filter(({ type }) => types.includes(String(type)));
  return {
    filters,
    ...(replacePrefixes(filters) ? { prefix } : {}),
    // It is not known whether the rule answers before all of its filters act.
    ...(shape.isMissing ? { or: shape.kind } : {}),
  };
}

/** A gRPC call that a GRPCRoute takes fails with a status of its own. */
function failure(one: Case): JsonObject {
  const { kind, hasCors } = one.shape;
  return { fails: kind, ...(hasCors ? { preflights: answer(one, ['CORS']) } : {}) };
}

function forwarded(one: Case): JsonObject {
  const { backends, hasCors } = one.shape;
  const isSplit = !hasCors && backends.some((own) => own.keepsPreflights && own.instead);
  const others = toBackends(one, ({ instead }) => instead);
  if (!isSplit) return others;
  const preflights = toBackends(one, ({ instead, keepsPreflights }) =>
    keepsPreflights ? undefined : instead,
  );
  return { preflights, others };
}

/** @param insteadOf what becomes of a backend's requests otherwise */
function toBackends(
  one: Case,
  insteadOf: (backend: BackendShape) => BackendShape['instead'],
): JsonObject {
  const { shape, prefix, replacing } = one;
  const { backends, filters, mirrors, policies } = shape;
  if (backends.every((own) => insteadOf(own) === 'error')) return failure(one);
  const forks = backends.filter((own) => insteadOf(own) === undefined && standInOf(own, replacing));
  const isForkOnly = replacing?.weights === 'fork-only' && forks.length > 0;
  const kept = isForkOnly ? forks : backends;
  const entries = kept.map((own): Share => {
    const instead = insteadOf(own);
    if (instead === 'error') return ['error', own.weight];
    if (instead === 'redirect') return [redirectText(own, shape), own.weight];
    return [backendText(own, { home: shape, replacing }), own.weight];
  });
  return {
    ...plain(entries, mirrorTexts(mirrors, replacing)),
    filters: filters.map((filter) => filterShape(filter, shape, replacing)),
    policies,
    ...([shape, ...kept].some((own) => replacePrefixes(own.filters)) ? { prefix } : {}),
  };
}

/** Sent on with nothing done to it. */
function plain(entries: readonly Share[], mirrors: readonly string[]): JsonObject {
  return { backends: weightTexts(entries), filters: [], mirrors, policies: {} };
}

/** A Service that no rule stands before; the same as a rule that sends all to it as it came. */
export function serviceBehaviour(
  backends: readonly BackendShare[],
  replacing: Replacing | undefined,
): JsonObject {
  const entries = backends.map((one): Share => {
    if (one.to !== 'backend') return [one.to, one.share];
    const { name, port } = one;
    const bare = { filters: [], mirrors: [], keepsPreflights: false, weight: 1 } as const;
    const named = { ...bare, name, ...(port === undefined ? {} : { port }) };
    return [backendText(named, { home: nowhere, replacing }), one.share];
  });
  return plain(entries, []);
}

const nowhere: Home = { route: { namespace: '' }, rule: { filterRefs: [] } };

interface Around {
  readonly home: Home;
  readonly replacing: Replacing | undefined;
}

function backendText(backend: BackendShape, { home, replacing }: Around): string {
  const { filters, mirrors, tls } = backend;
  const named = canonical(namedShape(renamed<Named>(backend, replacing)));
  const names = tls === undefined ? [] : handshakeNames(tlsOf(backend, tls, replacing));
  // Most backends have nothing of this, and many rules are told.
  if (filters.length === 0 && mirrors.length === 0 && names.length === 0) return named;
  const done = {
    tls: names,
    filters: filters.map((filter) => filterShape(filter, home, replacing)),
    mirrors: mirrorTexts(mirrors, replacing),
  };
  return `${named} ${canonical(done)}`;
}

/** Copies have no order that anybody could see. */
function mirrorTexts(
  mirrors: readonly Mirror[],
  replacing: Replacing | undefined,
): readonly string[] {
  return mirrors
    .map((one) => canonical({ ...namedShape(renamed(one, replacing)), share: one.share }))
    .sort();
}

/** A backend whose own filter redirects: who would have been asked is not told. */
function redirectText({ filters, keepsPreflights }: BackendShape, home: Home): string {
  const telling = filters.filter(({ type }) => redirecting.some((one) => one === type));
  return canonical({
    redirect: telling.map((filter) => filterShape(filter, home)),
    keepsPreflights,
  });
}
