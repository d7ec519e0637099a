// One HTTPRoute or GRPCRoute object -> the route that the law works on.
//
// The reader takes what a route must have to be reasoned about and reports the rest as
// `object-invalid`: deriving from a rule that was half understood would be a guess.
// Neighbours: route-kinds.ts (what is read as a route), reference-reader.ts,
// connection-route-reader.ts (the other kinds), route-table.ts.

import type { Finding } from '../model/finding';
import type { Inventory } from '../model/inventory';
import { at, type FieldPath, isObject, type Json, type Manifest, nameOf } from '../model/manifest';
import { marks } from '../model/marks';
import type { BackendRef, Match, Route, Rule } from '../model/route';
import { FieldReader } from './field-reader';
import { readGrpcMatch, readHttpMatch } from './match-reader';
import { ReferenceReader } from './reference-reader';
import { routeKindOf, storedRoute } from './route-kinds';
import { createdOf } from './stored-object';

export interface RouteReading {
  readonly route?: Route;
  readonly findings: readonly Finding[];
}

export function readRoute(manifest: Manifest, inventory: Inventory): RouteReading {
  const kind = routeKindOf(manifest.object);
  if (kind === undefined) return { findings: [] };
  const raw = storedRoute(manifest.object, kind);
  const reader = new FieldReader(manifest);
  const { namespace, name } = manifest.object.metadata ?? {};
  if (name === undefined) {
    reader.report(['metadata', 'name'], 'is missing', 'give the route a name');
    return { findings: reader.findings };
  }
  const home = inventory.namespaceKey(namespace);
  const spec = reader.object(raw.spec, ['spec']) ?? {};
  const refs = new ReferenceReader(reader, inventory, home);
  const route: Route = {
    kind,
    namespace: home,
    name,
    parents: refs.parents(spec),
    hostnames: reader
      .list(spec.hostnames, ['spec', 'hostnames'])
      .flatMap((host, index) => reader.text(host, ['spec', 'hostnames', index]) ?? []),
    rules: reader
      .list(spec.rules, ['spec', 'rules'])
      .flatMap((rule, index) => readRule(rule, index, kind, refs)),
    ...createdOf(manifest),
    isIgnored: marks.ignore.some(
      (mark) => at(manifest.object, ['metadata', 'annotations', mark]) === 'true',
    ),
    raw,
    manifest,
  };
  return reader.findings.length === 0 ? { route, findings: [] } : { findings: reader.findings };
}

const matchEverything = { path: { type: 'PathPrefix', value: '/' } };

function readRule(value: Json, index: number, kind: Route['kind'], refs: ReferenceReader): Rule[] {
  const { reader } = refs;
  const path: FieldPath = ['spec', 'rules', index];
  const raw = reader.entry(value, path);
  if (raw === undefined) return [];
  const matches = reader.list(raw.matches, [...path, 'matches']);
  const read = kind === 'HTTPRoute' ? readHttpMatch : readGrpcMatch;
  const readMatches = matches.flatMap((match, at): readonly Match[] => {
    const matchPath = [...path, 'matches', at];
    const object = reader.entry(match, matchPath);
    return object === undefined ? [] : [read(object, matchPath, reader)];
  });
  const backends: BackendRef[] = [];
  const filterRefs = refs.inFilters(raw.filters, [...path, 'filters']);
  reader.list(raw.backendRefs, [...path, 'backendRefs']).forEach((ref, at) => {
    const refPath = [...path, 'backendRefs', at];
    backends.push(...refs.backend(ref, refPath));
    if (!isObject(ref)) return;
    for (const one of refs.inFilters(ref.filters, [...refPath, 'filters'])) filterRefs.push(one);
  });
  const everything: readonly Match[] =
    kind === 'HTTPRoute'
      ? [{ protocol: 'http', path: { type: 'PathPrefix', value: '/' }, headers: [], query: [] }]
      : [{ protocol: 'grpc', type: 'Exact', headers: [] }];
  if (matches.length > 0) return [{ index, matches: readMatches, backends, filterRefs, raw }];
  // An empty list is not absent, so nothing is filled in for it; it matches all the same.
  const stored = kind === 'HTTPRoute' ? { ...raw, matches: [matchEverything] } : raw;
  return [{ index, matches: everything, backends, filterRefs, raw: stored }];
}

/** The route as messages name it. */
export function routeName(route: Route): string {
  return nameOf(route.manifest.object);
}
