// What the API server asks of NetworkPolicies and Ingresses.
//
// Neighbours: core-rules.ts, rule.ts.

import { at, type FieldPath, type Json, type KubeObject, textOf } from '../../model/manifest';
import { contains, readNetwork } from '../address';
import { shown } from '../schema/shown';
import { type Entry, entriesAt, given, type Tell } from './rule';

export function networkPolicyRules({ spec }: KubeObject, tell: Tell): void {
  const directions = [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const;
  for (const [direction, peers] of directions) {
    for (const { value, path } of entriesAt(spec as Json, [direction], ['spec'])) {
      for (const port of entriesAt(value, ['ports'], path)) portRules(port, tell);
      for (const peer of entriesAt(value, [peers], path)) peerRules(peer, tell);
    }
  }
}

function portRules({ value, path }: Entry, tell: Tell): void {
  const { port, endPort } = value;
  if (typeof port === 'number' && (port < 1 || port > 65_535)) {
    const text = `is \`${port}\`, and must be between 1 and 65535`;
    tell({ code: 'number-out-of-range', path: [...path, 'port'], text });
  }
  if (endPort === undefined) return;
  const hint = 'write the first port as a number in `port`, and the last one here';
  if (typeof port !== 'number') {
    tell({ path: [...path, 'endPort'], text: 'is there without a `port` that is a number', hint });
  } else if (typeof endPort === 'number' && endPort < port) {
    tell({ path: [...path, 'endPort'], text: `is \`${endPort}\`, before \`port\` ${port}`, hint });
  }
}

function peerRules({ value, path }: Entry, tell: Tell): void {
  const own = given(value, ['podSelector', 'namespaceSelector', 'ipBlock']);
  const hint = 'name pods, namespaces or both, or a block of addresses';
  if (own.length === 0) tell({ path, text: 'names nobody', hint });
  if (own.length > 1 && own.includes('ipBlock')) {
    tell({
      path,
      text: 'names a block of addresses and more, and may name nothing beside one',
      hint,
    });
  }
  if (value.ipBlock !== undefined) blockRules(value.ipBlock, [...path, 'ipBlock'], tell);
}

function blockRules(block: Json, path: FieldPath, tell: Tell): void {
  const text = textOf(at(block, ['cidr'])) ?? '';
  const cidr = readNetwork(text);
  const hint = 'write it as `10.0.0.0/8`';
  if (cidr === undefined) {
    tell({ path: [...path, 'cidr'], text: `is ${shown(text)}, which is no CIDR`, hint });
    return;
  }
  const except = at(block, ['except']);
  for (const [index, one] of (Array.isArray(except) ? (except as readonly Json[]) : []).entries()) {
    const inner = readNetwork(textOf(one) ?? '');
    const place = [...path, 'except', index];
    if (inner === undefined)
      tell({ path: place, text: `is ${shown(one)}, which is no CIDR`, hint });
    else if (inner.length <= cidr.length || !contains(cidr, inner.address)) {
      tell({ path: place, text: `is ${shown(one)}, which is no part of ${shown(text)}` });
    }
  }
}

export function ingressRules({ spec }: KubeObject, tell: Tell): void {
  const own = spec as Json;
  if (at(own, ['defaultBackend']) === undefined && at(own, ['rules', 0]) === undefined) {
    const text = 'has neither `defaultBackend` nor `rules`';
    tell({ path: ['spec'], text, hint: 'add one of them' });
  }
  const fallback = at(own, ['defaultBackend']);
  if (fallback !== undefined) backendRules(fallback, ['spec', 'defaultBackend'], tell);
  for (const { value, path } of entriesAt(own, ['rules'], ['spec'])) {
    for (const route of entriesAt(value, ['http', 'paths'], path)) pathRules(route, tell);
  }
}

function pathRules({ value, path }: Entry, tell: Tell): void {
  const { path: own, pathType } = value;
  const isAbsolute = typeof own === 'string' && own.startsWith('/');
  const needsPath = pathType === 'Exact' || pathType === 'Prefix';
  if ((needsPath && !isAbsolute) || (typeof own === 'string' && own !== '' && !isAbsolute)) {
    const text = `is ${shown(own ?? '')}, and must begin with \`/\``;
    tell({ path: [...path, 'path'], text, hint: 'write an absolute path' });
  }
  backendRules(value.backend ?? null, [...path, 'backend'], tell);
}

function backendRules(backend: Json, path: FieldPath, tell: Tell): void {
  const [service, resource] = [at(backend, ['service']), at(backend, ['resource'])];
  const hint = 'name a Service with its port';
  if ((service === undefined) === (resource === undefined)) {
    const both = service === undefined ? 'names neither' : 'names both';
    tell({ path, text: `${both} a Service and a resource, and must name one`, hint });
  }
  if (service === undefined) return;
  const [name, number] = [at(service, ['port', 'name']), at(service, ['port', 'number'])];
  if (((name ?? '') !== '') === ((number ?? 0) !== 0)) {
    tell({
      path: [...path, 'service', 'port'],
      text: 'must have a name or a number, one of them',
      hint,
    });
  }
}
