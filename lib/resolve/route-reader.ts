// One HTTPRoute or GRPCRoute object -> the route that the law works on.
//
// The reader takes what a route must have to be reasoned about and reports the rest as
// `object-invalid`: deriving from a rule that was half understood would be a guess.
// Neighbours: ../routing/defaults.ts (what the API server fills in), route-table.ts.

import type { Finding } from '../model/finding';
import type { Inventory } from '../model/inventory';
import {
  at,
  type FieldPath,
  gatewayGroup,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
  nameOf,
  textOf,
} from '../model/manifest';
import { marks } from '../model/marks';
import {
  type BackendRef,
  isService,
  type Match,
  type ParentRef,
  type Route,
  type Rule,
  referringFilters,
} from '../model/route';
import { withDefaults } from '../routing/defaults';
import { defaultGateways } from './default-gateways';
import { FieldReader } from './field-reader';
import { readGrpcMatch, readHttpMatch } from './match-reader';
import { withoutNullFields } from './null-fields';

const kinds: { readonly [kind: string]: Route['kind'] } = {
  HTTPRoute: 'HTTPRoute',
  GRPCRoute: 'GRPCRoute',
};

export interface RouteReading {
  readonly route?: Route;
  readonly findings: readonly Finding[];
}

export function readRoute(manifest: Manifest, inventory: Inventory): RouteReading {
  const kind = kinds[manifest.object.kind];
  if (kind === undefined) return { findings: [] };
  const raw = storedOf(manifest.object);
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
    parents: [
      ...reader
        .list(spec.parentRefs, ['spec', 'parentRefs'])
        .flatMap((ref, index) => refs.parent(ref, ['spec', 'parentRefs', index])),
      ...defaultGateways(spec, inventory),
    ],
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

/** The object as the API server would store it. */
function storedOf(object: KubeObject): KubeObject {
  const { spec } = object;
  if (spec === undefined) return withDefaults(object);
  const pruned = withoutNullFields(spec);
  return withDefaults(pruned === spec ? object : { ...object, spec: pruned });
}

function createdOf(manifest: Manifest): { readonly created?: string } {
  const created = textOf(at(manifest.object, ['metadata', 'creationTimestamp']));
  return created === undefined ? {} : { created };
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

class ReferenceReader {
  constructor(
    readonly reader: FieldReader,
    readonly inventory: Inventory,
    readonly home: string,
  ) {}

  parent(value: Json, path: FieldPath): ParentRef[] {
    const ref = this.reference(value, path, gatewayGroup, 'Gateway');
    if (ref === undefined) return [];
    const { weight: _, ...parent } = ref;
    const sectionName = textOf(ref.raw.sectionName);
    if (sectionName === undefined) return [parent];
    const port = parent.port ?? this.#portNamed(parent, sectionName);
    return [{ ...parent, sectionName, ...(port === undefined ? {} : { port }) }];
  }

  /** A section of a Service is one of its ports, by name. */
  #portNamed(parent: ParentRef, section: string): number | undefined {
    if (!isService(parent)) return undefined;
    const service = this.inventory.find('/Service', parent.namespace, parent.name);
    const ports = listOf(at(service?.object, ['spec', 'ports']));
    const port = at(
      ports.find((entry) => at(entry, ['name']) === section),
      ['port'],
    );
    return typeof port === 'number' ? port : undefined;
  }

  backend(value: Json, path: FieldPath): BackendRef[] {
    const ref = this.reference(value, path, '', 'Service');
    return ref === undefined ? [] : [ref];
  }

  inFilters(filters: Json | undefined, path: FieldPath): BackendRef[] {
    return this.reader.list(filters, path).flatMap((filter, index) =>
      referringFilters.flatMap((block) => {
        const ref = isObject(filter) ? at(filter, [block, 'backendRef']) : undefined;
        return ref === undefined ? [] : this.backend(ref, [...path, index, block, 'backendRef']);
      }),
    );
  }

  private reference(value: Json, path: FieldPath, group: string, kind: string) {
    const raw = this.reader.entry(value, path);
    if (raw === undefined) return undefined;
    const name = this.reader.text(raw.name, [...path, 'name']);
    if (name === undefined) return undefined;
    const namespace = textOf(raw.namespace);
    const port = this.reader.optionalNumber(raw.port, [...path, 'port']);
    const weight = this.reader.optionalNumber(raw.weight, [...path, 'weight']) ?? 1;
    return {
      group: textOf(raw.group) ?? group,
      kind: textOf(raw.kind) ?? kind,
      namespace: namespace === undefined ? this.home : this.inventory.namespaceKey(namespace),
      name,
      ...(port === undefined ? {} : { port }),
      weight,
      raw: raw as JsonObject,
    };
  }
}

/** The route as messages name it. */
export function routeName(route: Route): string {
  return nameOf(route.manifest.object);
}
