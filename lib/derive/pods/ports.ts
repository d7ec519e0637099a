// The ports of a pod template's containers, and lists in which a name may stand once.
//
// The API server's create takes two variables of one name, or two ports of one number, and
// the last one counts; server-side apply refuses them. So a copy keeps the last of each, and
// probes that asked for a port by the name of a dropped entry ask for its number.
// Neighbours: containers.ts, ../fork/service.ts (who asks for ports by name).

import { at, isObject, type Json, type JsonObject, listOf, textOf } from '../../model/manifest';
import { containerLists, containersOf, mapContainers } from './containers';

/** Every container without repeated environment variables and ports: the last one stays. */
export function withoutRepeats(template: JsonObject): JsonObject {
  return mapContainers(template, containerLists, single);
}

function single(container: JsonObject): JsonObject {
  const { env, ports } = container;
  const singleEnv = Array.isArray(env) ? { ...container, env: lastOfEach(env, envKey) } : container;
  if (!Array.isArray(ports)) return singleEnv;
  const left = lastOfEach(ports, portKey);
  const names = new Set(left.map((port) => at(port, ['name'])));
  const lost = new Map<Json | undefined, Json | undefined>();
  for (const port of listOf(ports)) {
    const name = at(port, ['name']);
    if (name !== undefined && !names.has(name)) lost.set(name, at(port, ['containerPort']));
  }
  return { ...(lost.size === 0 ? singleEnv : withProbePorts(singleEnv, lost)), ports: left };
}

function envKey(entry: Json): string {
  return textOf(at(entry, ['name'])) ?? '';
}

function portKey(entry: Json): string {
  return `${at(entry, ['containerPort'])}/${at(entry, ['protocol']) ?? 'TCP'}`;
}

function lastOfEach(list: readonly Json[], keyOf: (entry: Json) => string): readonly Json[] {
  const last = new Map(list.map((entry, index) => [keyOf(entry), index] as const));
  return list.filter((entry, index) => last.get(keyOf(entry)) === index);
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const handlers = ['httpGet', 'tcpSocket'] as const;

function withProbePorts(
  container: JsonObject,
  lost: ReadonlyMap<Json | undefined, Json | undefined>,
): JsonObject {
  const changed: { [field: string]: Json } = {};
  for (const probe of probes) {
    for (const handler of handlers) {
      const asked = at(container, [probe, handler]);
      const old = container[probe];
      if (!isObject(asked) || !isObject(old)) continue;
      const number = lost.get(asked.port);
      if (number !== undefined) changed[probe] = { ...old, [handler]: { ...asked, port: number } };
    }
  }
  return { ...container, ...changed };
}

/** The number of a named port among those that the pods of a template offer. */
export function portNamed(template: JsonObject, name: string, protocol: string): Json | undefined {
  for (const port of servingPorts(template)) {
    const isProtocol = (at(port, ['protocol']) ?? 'TCP') === protocol;
    if (isProtocol && at(port, ['name']) === name) return at(port, ['containerPort']);
  }
  return undefined;
}

/** The names of all ports, for messages. */
export function portNames(template: JsonObject): readonly string[] {
  return servingPorts(template).flatMap((port) => textOf(at(port, ['name'])) ?? []);
}

function servingPorts(template: JsonObject): readonly Json[] {
  return containersOf(template).flatMap(({ container, isServing }) =>
    isServing ? listOf(container.ports) : [],
  );
}
