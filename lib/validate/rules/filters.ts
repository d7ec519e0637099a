// Filters of routes: each has the field of its type, and some stand in a list once at most.
//
// Neighbours: rules-of.ts, unions.ts, mirrors.ts, prefix-replacement.ts.

import { isObject, type Json } from '../../model/manifest';
import { shown } from '../schema/shown';
import { type Asked, ofList } from './ruled';
import { union } from './unions';

type Members = readonly (readonly [type: string, field: string])[];

export const grpcFilters: Members = [
  ['RequestHeaderModifier', 'requestHeaderModifier'],
  ['ResponseHeaderModifier', 'responseHeaderModifier'],
  ['RequestMirror', 'requestMirror'],
  ['ExtensionRef', 'extensionRef'],
];

export const httpFilters: Members = [
  ...grpcFilters,
  ['RequestRedirect', 'requestRedirect'],
  ['URLRewrite', 'urlRewrite'],
  ['CORS', 'cors'],
];

export function filterUnion(members: Members): Asked {
  return union({ name: 'filter', by: 'type', members });
}

export const authProtocols: Asked = union({
  name: 'external-auth',
  by: 'protocol',
  members: [
    ['GRPC', 'grpc'],
    ['HTTP', 'http'],
  ],
});

export const pathModifiers: Asked = union({
  name: 'path-modifier',
  by: 'type',
  members: [
    ['ReplaceFullPath', 'replaceFullPath'],
    ['ReplacePrefixMatch', 'replacePrefixMatch'],
  ],
});

export const grpcOnce = ['RequestHeaderModifier', 'ResponseHeaderModifier'];
export const httpOnce = [...grpcOnce, 'RequestRedirect', 'URLRewrite', 'CORS'];

function typeOf(filter: Json | undefined): Json | undefined {
  return isObject(filter) ? filter.type : undefined;
}

/** @param types those that may not be repeated */
export function repeatedFilters(types: readonly string[]): Asked {
  const once: ReadonlySet<Json | undefined> = new Set(types);
  return ofList(['filter-repeated'], (filters, tell) => {
    for (let index = 1; index < filters.length; index += 1) {
      const type = typeOf(filters[index]);
      if (!once.has(type)) continue;
      const first = filters.findIndex((filter) => typeOf(filter) === type);
      if (first === index) continue;
      tell({
        code: 'filter-repeated',
        path: [index],
        text: `is a second ${shown(type ?? null)}, which entry ${first} is already`,
        hint: `write both into one filter, or leave one out`,
        rule: 'filter-repeated',
      });
    }
  });
}

export const redirectOrRewrite: Asked = ofList(['filter-conflict'], (filters, tell) => {
  if (filters.length < 2) return;
  const redirect = filters.findIndex((filter) => typeOf(filter) === 'RequestRedirect');
  const rewrite = filters.findIndex((filter) => typeOf(filter) === 'URLRewrite');
  if (redirect < 0 || rewrite < 0) return;
  tell({
    code: 'filter-conflict',
    path: [rewrite],
    text: `rewrites what entry ${redirect} redirects, and a request is either sent on or sent back`,
    hint: 'keep one of them; a redirect takes a `hostname` and `path` of its own',
    rule: 'filter-conflict',
  });
});
