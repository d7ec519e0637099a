// What a rule does, whatever the request: all that ../../routing/outcome/rule-outcome.ts computes
// an outcome from, with what the rule says in vain left out.
//
// Two rules of one shape have one outcome for each request. So nothing that the outcome depends on
// may be missing here, and the parts are asked of the same functions that decide by them. What a
// filter makes of a request is told by the filter itself. Neighbours: effect.ts (the shape as a
// text), filter-shape.ts.

import type { BackendTls, Mirror, OtherBackend } from '../../model/decision';
import { at, isObject, type JsonObject, listOf } from '../../model/manifest';
import type { BackendRef, Route, Rule } from '../../model/route';
import { firstMissing } from '../../routing/filter/extension';
import { unresolvedAuth } from '../../routing/filter/external-auth';
import { readMirror } from '../../routing/filter/mirror';
import { mirrorsOf } from '../../routing/outcome/mirrors';
import type { StandingRule } from '../../routing/outcome/rule-case';
import { policiesOf } from '../../routing/outcome/rule-outcome';
import { sharesOf } from '../../routing/outcome/shares';
import { policyShape } from './session-shape';

/** One entry of `backendRefs` of positive weight. */
export interface BackendShape {
  readonly weight: number;
  readonly name: string;
  readonly other?: OtherBackend;
  readonly port?: number;
  /** Undefined in a mesh, which encrypts calls itself: a Service and a route to it are alike. */
  readonly tls?: readonly BackendTls[];
  readonly filters: readonly JsonObject[];
  readonly mirrors: readonly Mirror[];
  /** What becomes of its requests instead; of those that are no preflight, where it has CORS. */
  readonly instead?: 'redirect' | 'error';
  /** Whether a CORS filter of its own leaves preflight requests with the backend. */
  readonly keepsPreflights: boolean;
}

export interface RuleShape {
  readonly kind: Route['kind'];
  readonly filters: readonly JsonObject[];
  /** Whether the rule answers preflight requests itself. */
  readonly hasCors: boolean;
  /** Whether the rule redirects all requests but those. */
  readonly isRedirect: boolean;
  /** Whether an ExtensionRef of the rule leads nowhere. */
  readonly isMissing: boolean;
  /** Whether no request is forwarded at all, where the rule does not answer itself. */
  readonly isBroken: boolean;
  /** Whether a mirror leads nowhere. */
  readonly hasBrokenMirror: boolean;
  readonly backends: readonly BackendShape[];
  readonly mirrors: readonly Mirror[];
  readonly policies: JsonObject;
  /** Whether some filter, of a backend too, replaces the prefix that matched. */
  readonly usesPrefix: boolean;
  /** Where references of its filters are at home. */
  readonly route: Route;
  readonly rule: Rule;
}

export function ruleShape(standing: StandingRule): RuleShape {
  const { route, rule } = standing.candidate;
  const { inventory } = standing.table;
  const filters = objectsOf(rule.raw.filters);
  const { backends, problem } = backendShapes(standing);
  const { mirrors, problem: brokenMirror } = mirrorShapes(filters, standing);
  const isMissing = firstMissing(filters, route, inventory) !== undefined;
  const isUnasked = unresolvedAuth(standing, filters) !== undefined;
  return {
    kind: route.kind,
    filters,
    hasCors: has('cors', filters),
    isRedirect: has('requestRedirect', filters),
    isMissing,
    isBroken: isMissing || isUnasked || problem !== undefined,
    hasBrokenMirror: brokenMirror !== undefined,
    backends,
    mirrors,
    policies: policyShape(policiesOf(rule.raw)),
    usesPrefix: [filters, ...backends.map((one) => one.filters)].some(replacePrefixes),
    route,
    rule,
  };
}

const filterTypes = { cors: 'CORS', requestRedirect: 'RequestRedirect' } as const;

/** Whether one of the filters is of a type and can be read (../../routing/filter/filters.ts). */
function has(block: keyof typeof filterTypes, filters: readonly JsonObject[]): boolean {
  return filters.some(
    (filter) => filter.type === filterTypes[block] && isObject(at(filter, [block])),
  );
}

const pathBlocks = ['urlRewrite', 'requestRedirect'] as const;

/** Whether what they do hangs on the prefix that matched. */
export function replacePrefixes(filters: readonly JsonObject[]): boolean {
  return filters.some((filter) =>
    pathBlocks.some((block) => at(filter, [block, 'path', 'type']) === 'ReplacePrefixMatch'),
  );
}

function mirrorShapes(filters: readonly JsonObject[], standing: StandingRule) {
  const shares = filters.flatMap((filter) => {
    const settings = filter.type === 'RequestMirror' ? at(filter, ['requestMirror']) : undefined;
    return (isObject(settings) ? readMirror(settings) : undefined) ?? [];
  });
  return mirrorsOf(standing, shares);
}

/** An entry to which the rule sends nothing that anybody answers. */
const faulty = {
  name: '',
  filters: [],
  mirrors: [],
  instead: 'error',
  keepsPreflights: false,
} as const;

const unfiltered = { filters: [], mirrors: [], keepsPreflights: false } as const;

function backendShapes(standing: StandingRule) {
  const { candidate, place, table } = standing;
  const { route, rule } = candidate;
  const { byRef, problem } = sharesOf(rule.backends, route, place.via, table.inventory);
  const refs = listOf(rule.raw.backendRefs);
  const backends = byRef.flatMap((share, index): readonly BackendShape[] => {
    if (share === undefined) return [];
    const weight = rule.backends[index]?.weight ?? 0;
    if (share.to !== 'backend') return [{ ...faulty, weight }];
    const { name, other, port, tls = [] } = share;
    const named = {
      weight,
      name,
      ...(other === undefined ? {} : { other }),
      ...(port === undefined ? {} : { port }),
      ...(place.via === 'mesh' ? {} : { tls }),
    };
    const filters = objectsOf(at(refs[index], ['filters']));
    if (filters.length === 0) return [Object.assign(named, unfiltered)];
    return [withFilters(named, filters, standing)];
  });
  return { backends, problem };
}

type Bare = Pick<BackendShape, 'weight' | 'name' | 'other' | 'port' | 'tls'>;

/** In the order of ../../routing/outcome/backend-outcome.ts. */
function withFilters(
  bare: Bare,
  filters: readonly JsonObject[],
  standing: StandingRule,
): BackendShape {
  const { candidate, table } = standing;
  if (firstMissing(filters, candidate.route, table.inventory) !== undefined) {
    return { ...faulty, weight: bare.weight };
  }
  const { mirrors } = mirrorShapes(filters, standing);
  const shape = { ...bare, filters, mirrors, keepsPreflights: has('cors', filters) };
  if (has('requestRedirect', filters)) return { ...shape, instead: 'redirect' };
  return unresolvedAuth(standing, filters) === undefined ? shape : { ...shape, instead: 'error' };
}

/** The rule's references that may be replaced. */
export function referencesOf({ backends, filterRefs }: Rule): readonly BackendRef[] {
  return [...backends, ...filterRefs];
}

function objectsOf(value: JsonObject[string]): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}
