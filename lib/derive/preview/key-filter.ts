// The filter by which a preview hostname sets the routing key for what follows, in a rule's JSON.
//
// Matching comes before filters, so the first hop is decided by the hostname; the key is for the
// hops behind it. `baggage` is a list that others write to as well: it is added to, never set. What
// the rule's own filter does to the key's header stays as it is, since a request that came with
// the key would meet it too. A rule takes one RequestHeaderModifier only, so ours joins it.
// Neighbours: preview-route.ts (who writes the rule), preview-findings.ts.

import type { Carrier, Config } from '../../model/config';
import { at, isObject, type Json, type JsonObject, listOf, textOf } from '../../model/manifest';
import { limits } from '../../routing/limits';

/** A header that carries the key, and how a filter brings it in. */
export interface KeyHeader {
  readonly carrier: Carrier;
  readonly block: 'add' | 'set';
  readonly name: string;
  readonly value: string;
}

/** The headers that can set the key: not tracestate, which is lost without a traceparent. */
export function keyHeaders({ carriers, keyName }: Config, routingKey: string): KeyHeader[] {
  return carriers.flatMap((carrier): KeyHeader[] => {
    if (carrier.type === 'baggage') {
      return [{ carrier, block: 'add', name: 'baggage', value: `${keyName}=${routingKey}` }];
    }
    if (carrier.type !== 'header') return [];
    return [{ carrier, block: 'set', name: carrier.name, value: routingKey }];
  });
}

export interface KeyedRule {
  readonly json: JsonObject;
  /** Headers of the key that a filter of the rule sets or removes itself. */
  readonly lost: readonly KeyHeader[];
}

/** The rule with the key set; undefined where it has as many filters or headers as there may be. */
export function withKey(rule: JsonObject, headers: readonly KeyHeader[]): KeyedRule | undefined {
  const filters = listOf(rule.filters);
  // Nothing follows a redirect but another request, which comes back by its own hostname.
  if (filters.some((filter) => at(filter, ['type']) === 'RequestRedirect')) {
    return { json: rule, lost: [] };
  }
  const own = filters.findIndex((filter) => at(filter, ['type']) === modifier);
  const given = at(filters[own], ['requestHeaderModifier']);
  const before = isObject(given) ? given : {};
  const lost = headers.filter((header) => isOwnAffair(header, before));
  const free = headers.filter((header) => !lost.includes(header));
  const elsewhere = free.filter((header) => isLostBehind(header, rule));
  if (free.length === 0) return { json: rule, lost };
  const filter: JsonObject = {
    type: modifier,
    requestHeaderModifier: free.reduce(withHeader, before),
  };
  // First in line, so that whoever mirrors or authorizes sees the key as well.
  const written = own < 0 ? [filter, ...filters] : filters.with(own, filter);
  const isWithin = written.length <= limits.filtersPerRule && isWithinLimits(filter);
  return isWithin
    ? { json: { ...rule, filters: written }, lost: [...lost, ...elsewhere] }
    : undefined;
}

const modifier = 'RequestHeaderModifier';

/** Whether the rule's own filter decides about the header: what it adds to a list joins ours. */
function isOwnAffair({ block, name }: KeyHeader, change: JsonObject): boolean {
  const isNamed = (list: 'set' | 'add') =>
    listOf(change[list]).some((entry) => isSameName(at(entry, ['name']), name));
  const isRemoved = listOf(change.remove).some((entry) => isSameName(entry, name));
  return isRemoved || isNamed('set') || (block === 'set' && isNamed('add'));
}

/** Whether a filter of a backendRef sets or removes the header, after those of the rule. */
function isLostBehind({ name }: KeyHeader, rule: JsonObject): boolean {
  const changes = listOf(rule.backendRefs)
    .flatMap((ref) => listOf(at(ref, ['filters'])))
    .map((filter) => at(filter, ['requestHeaderModifier']));
  return changes.some(
    (change) =>
      listOf(at(change, ['set'])).some((entry) => isSameName(at(entry, ['name']), name)) ||
      listOf(at(change, ['remove'])).some((entry) => isSameName(entry, name)),
  );
}

function withHeader(change: JsonObject, { block, name, value }: KeyHeader): JsonObject {
  const list = listOf(change[block]);
  const index = list.findIndex((entry) => isSameName(at(entry, ['name']), name));
  if (index < 0) return { ...change, [block]: [...list, { name, value }] };
  const entry = list[index];
  const known = textOf(at(entry, ['value'])) ?? '';
  const joined = { ...(isObject(entry) ? entry : {}), value: `${known},${value}` };
  return { ...change, [block]: list.with(index, joined) };
}

function isSameName(name: Json | undefined, other: string): boolean {
  return textOf(name)?.toLowerCase() === other.toLowerCase();
}

function isWithinLimits({ requestHeaderModifier: change }: JsonObject): boolean {
  return (['set', 'add'] as const).every(
    (block) => listOf(at(change, [block])).length <= limits.headersPerFilter,
  );
}
