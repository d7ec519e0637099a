// Rules of routes that answer with errors though every reference of theirs resolves.
//
// The law is `HTTPRouteRule.backendRefs`: a rule that forwards nowhere and does not redirect
// answers 500 (gRPC: UNAVAILABLE), and an entry of weight 0 gets no requests. ExternalName Services
// should not be supported, since a name may lead anywhere (CVE-2021-25740). Neighbours:
// status-findings.ts, ../routing/reference/reference.ts.

import { type Finding, finding } from '../model/finding';
import type { Inventory } from '../model/inventory';
import {
  at,
  type FieldPath,
  gatewayGroup,
  type Json,
  listOf,
  type Manifest,
  nameOf,
  textOf,
} from '../model/manifest';
import { isService } from '../model/route';
import { isExternalName } from '../routing/reference/reference';

const kinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

export function ruleFindings(inventory: Inventory): readonly Finding[] {
  return kinds.flatMap((kind) =>
    inventory.ofKind(`${gatewayGroup}/${kind}`).flatMap((route) => {
      const rules = listOf(at(route.object, ['spec', 'rules']));
      // The API server gives an HTTPRoute without rules one that takes every request.
      if (rules.length === 0 && kind === 'HTTPRoute') return [withoutBackends(route, ['spec'])];
      return rules.flatMap((rule, index) => [
        ...weightFindings(route, rule, index),
        ...externalNames(route, rule, index, inventory),
      ]);
    }),
  );
}

function weightFindings(route: Manifest, rule: Json, index: number): readonly Finding[] {
  const path = ['spec', 'rules', index];
  const refs = listOf(at(rule, ['backendRefs']));
  if (refs.length === 0) return answersItself(rule) ? [] : [withoutBackends(route, path)];
  if (refs.some((ref) => at(ref, ['weight']) !== 0)) return [];
  return [
    finding('all-weights-zero', {
      message: `${nameOf(route.object)} rule ${index} has only backends of weight 0, so that no request reaches one`,
      hint: 'give one of the backendRefs a weight, or redirect the requests',
      where: { origin: route.origin, path: [...path, 'backendRefs'] },
    }),
  ];
}

/** Filters that need no backend; what one of an implementation does is not known. */
const answering: ReadonlySet<Json | undefined> = new Set(['RequestRedirect', 'ExtensionRef']);

function answersItself(rule: Json): boolean {
  return listOf(at(rule, ['filters'])).some((filter) => answering.has(at(filter, ['type'])));
}

function withoutBackends({ object, origin }: Manifest, path: FieldPath): Finding {
  const index = path.at(-1);
  const rule = typeof index === 'number' ? ` rule ${index}` : ' has no rules, so that its one rule';
  return finding('rule-without-backends', {
    message: `${nameOf(object)}${rule} forwards nowhere and does not redirect, so that every request gets an error`,
    hint: 'name a backend, or redirect the requests',
    where: { origin, path },
  });
}

function externalNames(
  route: Manifest,
  rule: Json,
  index: number,
  inventory: Inventory,
): readonly Finding[] {
  return listOf(at(rule, ['backendRefs'])).flatMap((ref, entry) => {
    const kind = textOf(at(ref, ['kind'])) ?? 'Service';
    const name = textOf(at(ref, ['name'])) ?? '';
    if (!isService({ group: textOf(at(ref, ['group'])) ?? '', kind })) return [];
    const namespace = textOf(at(ref, ['namespace'])) ?? route.object.metadata?.namespace;
    const service = inventory.find('/Service', inventory.namespaceKey(namespace), name);
    if (service === undefined || !isExternalName(service)) return [];
    return finding('external-name-backend', {
      message: `${nameOf(route.object)} rule ${index} forwards to ${nameOf(service.object)}, an ExternalName Service, which implementations should refuse`,
      hint: 'use a Service with endpoints, or see that your implementation forwards to it',
      where: { origin: route.origin, path: ['spec', 'rules', index, 'backendRefs', entry] },
      also: [{ origin: service.origin, path: ['spec', 'type'] }],
    });
  });
}
