// What a route of any kind may hold, beyond its schema: parentRefs that differ, a bounded
// number of matches, ports for Services, header names that differ in more than case.

import type {
  BackendObjectRef,
  GRPCRouteSpec,
  HTTPBackendRef,
  HTTPRouteFilter,
  HTTPRouteRule,
  HTTPRouteSpec,
  ParentRef,
  TCPRouteSpec,
  TLSRouteSpec,
  UDPRouteSpec,
} from '../../imports/gateway-api';
import { collect } from '../model/groups';
import { type FieldPath, gatewayGroup } from '../model/manifest';
import { limits } from '../routing/limits';
import { filterProblems } from './filter-check';
import type { Problems } from './misuse';
import type { StructureOptions } from './structure';

export type RouteSpec = HTTPRouteSpec | GRPCRouteSpec | TLSRouteSpec | TCPRouteSpec | UDPRouteSpec;

export function* routeProblems(spec: RouteSpec, options: StructureOptions): Problems {
  yield* parentProblems(spec.parentRefs ?? []);
  const rules: readonly Pick<HTTPRouteRule, 'matches' | 'filters' | 'backendRefs'>[] = spec.rules
    ? (spec.rules as HTTPRouteSpec['rules'] & object)
    : [];
  const matches = rules.reduce((sum, rule) => sum + (rule.matches?.length ?? 0), 0);
  if (matches > limits.matchesPerRoute) {
    const message = `have ${matches} matches together, and ${limits.matchesPerRoute} is the most`;
    yield { path: ['rules'], message, hint: 'split the route into two' };
  }
  for (const [index, rule] of rules.entries()) {
    const path = ['rules', index];
    for (const [place, match] of (rule.matches ?? []).entries()) {
      yield* headerNameProblems(match.headers ?? [], [...path, 'matches', place, 'headers']);
    }
    yield* filterListProblems(rule.filters ?? [], [...path, 'filters'], options);
    for (const [place, backend] of (rule.backendRefs ?? []).entries()) {
      yield* backendProblems(backend, [...path, 'backendRefs', place], options);
    }
  }
}

/** The rules of the standard channel, which the experimental one loosens for ports. */
function* parentProblems(parentRefs: readonly ParentRef[]): Problems {
  const known = new Map<string, ParentRef[]>();
  for (const [index, parent] of parentRefs.entries()) {
    const { group, kind, name, namespace = '' } = parent;
    const key = [group ?? gatewayGroup, kind ?? 'Gateway', namespace, name].join('\n');
    const isTwin = known.get(key)?.some((other) => {
      const sections = [other.sectionName, parent.sectionName];
      const ports = [other.port, parent.port];
      const differ = (pair: readonly unknown[]) => pair[0] !== pair[1] && !pair.includes(undefined);
      return !differ(sections) && !differ(ports);
    });
    if (isTwin) {
      yield {
        path: ['parentRefs', index],
        message: `names ${kind ?? 'Gateway'} \`${name}\` a second time`,
        hint: 'give each of the references a `sectionName` of its own, or leave one out',
      };
    }
    collect(known, key, parent);
  }
}

function* headerNameProblems(
  headers: readonly { readonly name: string }[],
  path: FieldPath,
): Problems {
  const known = new Set<string>();
  for (const [index, { name }] of headers.entries()) {
    const key = `${name}`.toLowerCase();
    if (known.has(key)) {
      yield {
        path: [...path, index],
        message: `is the second match for header \`${name}\``,
        hint: 'header names are the same in any case, and a match asks for one value of each',
      };
    }
    known.add(key);
  }
}

function* backendProblems(
  backend: HTTPBackendRef,
  path: FieldPath,
  options: StructureOptions,
): Problems {
  yield* portProblems(backend, path, options);
  yield* filterListProblems(backend.filters ?? [], [...path, 'filters'], options);
}

function* filterListProblems(
  filters: readonly HTTPRouteFilter[],
  path: FieldPath,
  options: StructureOptions,
): Problems {
  yield* filterProblems(filters, path);
  for (const [index, filter] of filters.entries()) {
    for (const field of ['requestMirror', 'externalAuth'] as const) {
      const backendRef = filter[field]?.backendRef;
      const here = [...path, index, field, 'backendRef'];
      if (backendRef !== undefined) yield* portProblems(backendRef, here, options);
    }
  }
}

function* portProblems(
  { group = '', kind = 'Service', name, port }: BackendObjectRef,
  path: FieldPath,
  { isFinal }: StructureOptions,
): Problems {
  if (!isFinal || group !== '' || kind !== 'Service' || port !== undefined) return;
  const message = `names Service \`${name}\` without a port`;
  yield { path, message, hint: 'give the port of the Service' };
}
