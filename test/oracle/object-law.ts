// What must hold of every derived object by itself: names, labels, and the limits that the
// API server would refuse to see broken. Says what is wrong, one sentence for each.

import { at, type Json, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import { marks } from '../../lib/model/marks';
import type { Owner } from '../../lib/model/sandbox';

export function brokenLaws(
  baseline: readonly KubeObject[],
  derived: readonly KubeObject[],
  owner: Owner,
): string[] {
  const taken = new Set(baseline.map(nameOf));
  const broken: string[] = [];
  for (const object of derived) {
    const name = nameOf(object);
    if (taken.has(name)) broken.push(`${name} stands there twice`);
    taken.add(name);
    for (const text of lawsOf(object, owner)) broken.push(`${name}: ${text}`);
  }
  return broken;
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}

function lawsOf(object: KubeObject, owner: Owner): string[] {
  const { labels = {}, annotations = {}, name = '' } = object.metadata ?? {};
  const isRoute = object.kind === 'HTTPRoute' || object.kind === 'GRPCRoute';
  const laws: readonly (readonly [string, boolean])[] = [
    ['holds null', !holdsNull(object)],
    ['is not managed by us', labels[marks.managedBy] === marks.manager],
    ['has no label of its owner', labels[ownerMark(owner)] === owner.name],
    ['has no routing key label', labels[marks.routingKey] === owner.routingKey],
    ['has no digest', (annotations[marks.baselineDigest] ?? '') !== ''],
    ['has a name that is too long', name.length <= (object.kind === 'Service' ? 63 : 253)],
    ['has a label value that is too long', Object.values(labels).every((v) => v.length <= 63)],
    ['names no baseline Service', object.kind !== 'Service' || marks.forkOf in annotations],
  ];
  const broken = laws.filter(([, holds]) => !holds).map(([text]) => text);
  return isRoute ? [...broken, ...routeLaws(object)] : broken;
}

function ownerMark({ kind }: Owner): string {
  return kind === 'Sandbox' ? marks.sandbox : marks.routeGroup;
}

function holdsNull(value: Json | undefined): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  return Object.values(value).some((inner: Json | undefined) => holdsNull(inner));
}

function routeLaws(route: KubeObject): string[] {
  const { name = '', annotations = {} } = route.metadata ?? {};
  const rules = listOf(at(route, ['spec', 'rules']));
  const matches = rules.flatMap((rule) => listOf(at(rule, ['matches'])));
  const ruleNames = rules.map((rule) => textOf(at(rule, ['name']))).filter((n) => n !== undefined);
  const isDefault = name.includes('--default');
  const laws: readonly (readonly [string, boolean])[] = [
    ['does not say what it is derived from', isDefault || marks.derivedFrom in annotations],
    ['has no rule', rules.length > 0],
    ['has more than 16 rules', rules.length <= 16],
    ['has more than 128 matches', matches.length <= 128],
    ['has more than 16 hostnames', listOf(at(route, ['spec', 'hostnames'])).length <= 16],
    ['has more than 32 parents', listOf(at(route, ['spec', 'parentRefs'])).length <= 32],
    ['uses a rule name twice', new Set(ruleNames).size === ruleNames.length],
    ['leaves a default out', listOf(at(route, ['spec', 'parentRefs'])).every(isWholeParent)],
  ];
  const broken = laws.filter(([, holds]) => !holds).map(([text]) => text);
  return [...broken, ...rules.flatMap((rule, index) => ruleLaws(rule, index, route.kind))];
}

function isWholeParent(ref: Json): boolean {
  return at(ref, ['group']) !== undefined && at(ref, ['kind']) !== undefined;
}

function ruleLaws(rule: Json, index: number, kind: string): string[] {
  const matches = listOf(at(rule, ['matches']));
  const backends = listOf(at(rule, ['backendRefs']));
  const filters = listOf(at(rule, ['filters']));
  const isRedirect = filters.some((filter) => at(filter, ['requestRedirect']) !== undefined);
  const replaces = JSON.stringify([filters, backends]).includes('replacePrefixMatch');
  const [only] = matches;
  const laws: readonly (readonly [string, boolean])[] = [
    ['has no matches written out', matches.length > 0 || kind === 'GRPCRoute'],
    ['has more than 64 matches', matches.length <= 64],
    ['has more than 16 filters', filters.length <= 16],
    ['has more than 16 backends', backends.length <= 16],
    ['redirects and has backends', !isRedirect || backends.length === 0],
    [
      'replaces a prefix and has not one match by prefix',
      !replaces || (matches.length === 1 && at(only, ['path', 'type']) === 'PathPrefix'),
    ],
    ['has a backend without its defaults', backends.every(isWholeBackend)],
    ['has a match without its defaults', kind !== 'HTTPRoute' || matches.every(isWholeMatch)],
    ['has a match with too many or doubled headers', matches.every(hasFittingHeaders)],
  ];
  return laws.filter(([, holds]) => !holds).map(([text]) => `rule ${index} ${text}`);
}

function isWholeBackend(ref: Json): boolean {
  return ['group', 'kind', 'weight'].every((field) => at(ref, [field]) !== undefined);
}

function isWholeMatch(match: Json): boolean {
  const isPathWhole = ['type', 'value'].every((field) => at(match, ['path', field]) !== undefined);
  const listed = [...listOf(at(match, ['headers'])), ...listOf(at(match, ['queryParams']))];
  return isPathWhole && listed.every((entry) => at(entry, ['type']) !== undefined);
}

function hasFittingHeaders(match: Json): boolean {
  const headers = listOf(at(match, ['headers']));
  const names = headers.map((header) => textOf(at(header, ['name']))?.toLowerCase());
  const values = headers.map((header) => textOf(at(header, ['value'])) ?? '');
  const isPrintable = (value: string) => /^[!-~]+([\t ]?[!-~]+)*$/.test(value);
  return (
    headers.length <= 16 &&
    new Set(names).size === names.length &&
    values.every((value) => value.length <= 4096 && isPrintable(value))
  );
}
