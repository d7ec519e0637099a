// What is expected at the hostname of a preview: a request without the key goes as one with it goes
// on the route that the preview names, and carries the key from there on.
//
// A filter of the preview sets the key, where the other request came with it. So both are compared
// without the key in the headers that carry it, and whether it is carried is told beside them: a
// preview that loses the key leads its next hop to the baseline. What sets no header (query
// parameters, cookies) a preview cannot bring along. Neighbours: key-headers.ts,
// effect.ts, forked-outcome.ts.

import type { Claim } from '../../model/claim';
import type { Config } from '../../model/config';
import type { Outcome } from '../../model/decision';
import { canonical } from '../../model/digest';
import type { HttpRequest } from '../../model/request';
import type { Candidate } from '../../model/route-table';
import { behaviour } from './behaviour';
import { prefixOf, type Standpoint, shapeOf } from './effect';
import { possibilities } from './forked-outcome';
import { KeyHeaders } from './key-headers';
import type { Replacing } from './replacing';

type Settings = Pick<Config, 'carriers' | 'keyName'>;

/** What a rule of the preview's route does. */
export function previewEffectText(
  candidate: Candidate,
  standpoint: Standpoint,
  claim: Claim,
  config: Settings,
): string {
  const key = new KeyHeaders(claim.owner, config);
  const { shape, ...rest } = caseOf(candidate, standpoint, key);
  const done = behaviour({ shape, ...rest });
  return canonical(
    key.isSetBy(shapeOf(candidate, standpoint), shape) ? done : { withoutKey: done },
  );
}

/** What it is held against: what a rule of the named route does for requests with the key. */
export function previewedEffectText(
  candidate: Candidate,
  standpoint: Standpoint,
  replacing: Replacing,
  config: Settings,
): string {
  const key = new KeyHeaders(replacing.claim.owner, config);
  return canonical(behaviour({ ...caseOf(candidate, standpoint, key), replacing }));
}

/** The case of a rule, but for filters that set the key. */
function caseOf(candidate: Candidate, standpoint: Standpoint, key: KeyHeaders) {
  const shape = shapeOf(candidate, standpoint);
  const filters = key.withoutKey(shape.filters);
  return { shape: { ...shape, filters }, prefix: prefixOf(candidate), law: standpoint.law };
}

/**
 * What may become of a request at a preview, or of one with the key on the named route, as texts
 * that can be compared.
 *
 * @param request as it was sent: with the key in all headers that can carry it, or without it
 */
export function previewPossibilities(
  outcome: Outcome,
  request: HttpRequest,
  claim: Claim,
  config: Settings,
): ReadonlySet<string> {
  const key = new KeyHeaders(claim.owner, config);
  const all = outcome.outcome === 'unspecified' ? outcome.between : [outcome];
  return new Set(all.flatMap((one) => [...possibilities(withKeyApart(one, request, key))]));
}

/** What backends see, with the key as a line of its own wherever it is carried. */
function withKeyApart(outcome: Outcome, request: HttpRequest, key: KeyHeaders): Outcome {
  if (outcome.outcome !== 'backends') return outcome;
  const { method, host, path, headers } = outcome.forwarded ?? request;
  return {
    ...outcome,
    forwarded: { method, host, path, headers: key.apart(headers) },
    filters: key.withoutKey(outcome.filters),
    backends: outcome.backends.map((one) => {
      if (one.to !== 'backend' || one.forwarded === undefined) return one;
      return { ...one, forwarded: { ...one.forwarded, headers: key.apart(one.forwarded.headers) } };
    }),
  };
}
