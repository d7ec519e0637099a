// References of routes to parents and backends, defaults and namespaces filled in.
//
// Neighbours: route-reader.ts and connection-route-reader.ts (who read routes by it).

import type { Inventory } from '../model/inventory';
import {
  at,
  type FieldPath,
  gatewayGroup,
  isObject,
  type Json,
  type JsonObject,
  listOf,
  textOf,
} from '../model/manifest';
import { type BackendRef, isService, type ParentRef, referringFilters } from '../model/route';
import { defaultGateways } from './default-gateways';
import type { FieldReader } from './field-reader';

export class ReferenceReader {
  constructor(
    readonly reader: FieldReader,
    readonly inventory: Inventory,
    readonly home: string,
  ) {}

  /** The parentRefs of a route's spec, and the default Gateways that it asks for. */
  parents(spec: JsonObject): readonly ParentRef[] {
    const path = ['spec', 'parentRefs'];
    const refs = this.reader.list(spec.parentRefs, path);
    const parents = refs.flatMap((ref, index) => this.parent(ref, [...path, index]));
    return [...parents, ...defaultGateways(spec, this.inventory)];
  }

  private parent(value: Json, path: FieldPath): ParentRef[] {
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
