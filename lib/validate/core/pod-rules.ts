// What the API server asks of pods: names that stand once, mounts of volumes that are there, one source for
// each volume, one handler for each probe, requests within limits.
//
// Neighbours: core-rules.ts, workload-rules.ts (pods of templates), rule.ts.

import {
  at,
  type FieldPath,
  isObject,
  type Json,
  type JsonObject,
  textOf,
} from '../../model/manifest';
import { shown } from '../schema/shown';
import { comparedQuantities } from './quantity-order';
import { type Entry, entriesAt, given, type Tell, tellTwice } from './rule';

export interface PodPlace {
  /** Of the pod's spec. */
  readonly path: FieldPath;
  /** Volumes from elsewhere: the claims of a StatefulSet. @default [] */
  readonly claims?: readonly string[];
}

export function podRules(
  spec: JsonObject | undefined,
  { path, claims = [] }: PodPlace,
  tell: Tell,
): void {
  if (spec === undefined) {
    tell({
      code: 'field-required',
      path,
      text: 'is not there, and is required',
      hint: 'add `spec`',
    });
    return;
  }
  const volumes = entriesAt(spec, ['volumes'], path);
  tellTwice(volumes, 'name', nameOf, tell);
  for (const volume of volumes) volumeRules(volume, tell);
  const main = entriesAt(spec, ['containers'], path);
  const initial = entriesAt(spec, ['initContainers'], path);
  tellTwice([...main, ...initial], 'name', nameOf, tell);
  const known = new Set([...volumes.flatMap(({ value }) => nameOf(value) ?? []), ...claims]);
  for (const container of [...main, ...initial]) containerRules(container, known, tell);
  if (spec.dnsPolicy === 'None' && at(spec, ['dnsConfig', 'nameservers', 0]) === undefined) {
    const text = 'has no nameservers, though `dnsPolicy` is `None`';
    tell({ path: [...path, 'dnsConfig'], text, hint: 'add `nameservers`' });
  }
}

function nameOf(value: JsonObject): string | undefined {
  return textOf(value.name);
}

function volumeRules({ value, path }: Entry, tell: Tell): void {
  const sources = Object.keys(value).filter((key) => key !== 'name' && value[key] !== undefined);
  // Without any it is an empty one.
  if (sources.length < 2) return;
  const text = `has ${sources.length} sources, ${sources.sort().map(shown).join(', ')}, and may have one`;
  tell({ path, text, hint: 'name one source, as `configMap` or `emptyDir`' });
}

function containerRules({ value, path }: Entry, volumes: ReadonlySet<string>, tell: Tell): void {
  if (textOf(value.image) === undefined || value.image === '') {
    const text = 'is not there, and is required';
    tell({ code: 'field-required', path: [...path, 'image'], text, hint: 'add `image`' });
  }
  tellTwice(entriesAt(value, ['ports'], path), 'name', nameOf, tell);
  for (const { value: port, path: place } of entriesAt(value, ['ports'], path)) {
    const name = nameOf(port);
    if (name !== undefined && name !== '' && !isPortName(name)) tellPortName(name, place, tell);
  }
  const mounts = entriesAt(value, ['volumeMounts'], path);
  tellTwice(mounts, 'mountPath', (mount) => textOf(mount.mountPath), tell);
  for (const { value: mount, path: place } of mounts) {
    const name = nameOf(mount);
    if (name === undefined || name === '' || volumes.has(name)) continue;
    const text = `is ${shown(name)}, which is no volume of the pod`;
    tell({ path: [...place, 'name'], text, hint: 'add the volume, or name one that is there' });
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const own = value[probe];
    if (isObject(own)) probeRules({ value: own, path: [...path, probe] }, tell);
  }
  for (const { value: variable, path: place } of entriesAt(value, ['env'], path)) {
    if (variable.valueFrom === undefined || textOf(variable.value ?? '') === '') continue;
    const text = 'has `value` and `valueFrom`, of which one may be there';
    tell({ path: place, text, hint: 'leave one of them out' });
  }
  resourceRules(value.resources, [...path, 'resources'], tell);
}

/** A name of an IANA service. */
export function isPortName(name: string): boolean {
  return name.length <= 15 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name);
}

function tellPortName(name: string, place: FieldPath, tell: Tell): void {
  const text = `is ${shown(name)}, which is no name of a port`;
  const hint = 'write at most 15 of `a-z`, `0-9` and `-`, a letter among them';
  tell({ path: [...place, 'name'], text, hint });
}

const handlers = ['exec', 'grpc', 'httpGet', 'tcpSocket'];

function probeRules({ value, path }: Entry, tell: Tell): void {
  const own = given(value, handlers);
  const hint = `name one of ${handlers.map(shown).join(', ')}`;
  if (own.length === 0) tell({ path, text: 'says not how to probe', hint });
  if (own.length > 1) {
    tell({ path, text: `probes in ${own.length} ways, ${own.map(shown).join(', ')}`, hint });
  }
}

function resourceRules(resources: Json | undefined, path: FieldPath, tell: Tell): void {
  const [limits, requests] = [at(resources, ['limits']), at(resources, ['requests'])];
  if (!isObject(limits) || !isObject(requests)) return;
  for (const [name, asked] of Object.entries(requests)) {
    const most = Object.hasOwn(limits, name) ? limits[name] : undefined;
    if (asked === undefined || most === undefined || comparedQuantities(asked, most) <= 0) continue;
    const text = `is ${shown(asked)}, more than the limit ${shown(most)}`;
    tell({ path: [...path, 'requests', name], text, hint: 'ask for less, or raise the limit' });
  }
}
