// What a rule's filters ask of the rule: a redirect leaves no request to forward, and a prefix can be
// replaced only where one path prefix is matched.
//
// Neighbours: rules-of.ts, filters.ts.

import { isObject, type Json, type JsonObject, listOf } from '../../model/manifest';
import type { Report } from '../fault';
import { type Asked, ofObject } from './ruled';

export const redirectWithBackends: Asked = ofObject(['redirect-with-backends'], (rule, tell) => {
  const { filters, backendRefs } = rule;
  if (!Array.isArray(filters) || !Array.isArray(backendRefs) || backendRefs.length === 0) return;
  const index = filters.findIndex((filter) => isObject(filter) && isHeld(filter.requestRedirect));
  if (index < 0) return;
  tell({
    code: 'redirect-with-backends',
    path: ['filters', index],
    text: 'redirects, though its rule has `backendRefs`, which no request would reach',
    hint: 'leave out `backendRefs`, or redirect in a rule of its own',
    rule: 'redirect-with-backends',
  });
});

function isHeld(value: Json | undefined): boolean {
  return value !== undefined;
}

const replacing = [
  { field: 'requestRedirect', rule: 'redirect-prefix' },
  { field: 'urlRewrite', rule: 'rewrite-prefix' },
] as const;

const names = replacing.flatMap(({ rule }) => [rule, `backend-${rule}`]);

export const prefixReplacement: Asked = ofObject(names, (rule, tell) => {
  const { filters, backendRefs, matches } = rule;
  if (filters === undefined && backendRefs === undefined) return;
  for (const { field, rule: name } of replacing) {
    const own = onlyReplacing(filters, field);
    if (own !== undefined) misplaced(matches, ['filters', own, field], name, tell);
    // As with filters: two backends that replace are not looked at.
    const backends = listOf(backendRefs).flatMap((backend, index) => {
      const at = isObject(backend) ? onlyReplacing(backend.filters, field) : undefined;
      return at === undefined ? [] : [['backendRefs', index, 'filters', at, field]];
    });
    const [path] = backends;
    if (path !== undefined && backends.length === 1) {
      misplaced(matches, path, `backend-${name}`, tell);
    }
  }
});

/** The place of the one filter that replaces a prefix; the API server does not ask where two do. */
function onlyReplacing(filters: Json | undefined, field: string): number | undefined {
  if (!Array.isArray(filters)) return undefined;
  let found: number | undefined;
  for (let index = 0; index < filters.length; index += 1) {
    const filter = filters[index] as Json;
    if (!isObject(filter) || !replacesPrefix(filter[field])) continue;
    if (found !== undefined) return undefined;
    found = index;
  }
  return found;
}

function replacesPrefix(modifier: Json | undefined): boolean {
  if (!isObject(modifier) || !isObject(modifier.path)) return false;
  const { type, replacePrefixMatch } = modifier.path as JsonObject;
  return type === 'ReplacePrefixMatch' && replacePrefixMatch !== undefined;
}

function misplaced(
  matches: Json | undefined,
  path: readonly (string | number)[],
  rule: string,
  tell: Report,
): void {
  const [only, ...others] = listOf(matches);
  const own = isObject(only) && isObject(only.path) ? only.path : undefined;
  const isPrefix = own?.type === 'PathPrefix';
  if (isPrefix && others.length === 0) return;
  const count = listOf(matches).length;
  const found = count === 1 ? 'whose match is of no path prefix' : `which has ${count} matches`;
  tell({
    code: 'prefix-replacement-misplaced',
    path: [...path, 'path', 'replacePrefixMatch'],
    text: `replaces the matched prefix of a rule ${found}, so that it is not clear what is replaced`,
    hint:
      count > 1
        ? 'give each match a rule of its own, with one `PathPrefix`'
        : 'match by `PathPrefix`, or use `ReplaceFullPath`',
    rule,
  });
}
