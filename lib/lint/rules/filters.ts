// Filters and timeouts that the API server takes and that do nothing, or something that nobody
// means.
//
// The law is `HTTPCORSFilter`, `HTTPPathModifier`, `HTTPRouteTimeouts`. The API server refuses a
// prefix that is replaced without a prefix match only where one backendRef does it, not where two
// do. Neighbours: rule-findings.ts, rule-case.ts.

import { at, type Json, listOf, textOf } from '../../model/manifest';
import { backendsOf, filtersOf, type PlacedFilter, type RuleCase, type Said } from './rule-case';

export function openCors({ rule }: RuleCase): readonly Said[] {
  return corsOf(rule.raw).flatMap(({ filter, path }) => {
    const origins = listOf(at(filter, ['cors', 'allowOrigins']));
    if (!origins.includes('*') || at(filter, ['cors', 'allowCredentials']) !== true) return [];
    return {
      code: 'cors-open-with-credentials',
      text: 'lets every origin read answers to requests with credentials: `allowOrigins` is `*`, and `allowCredentials` is true',
      hint: 'name the origins, or leave `allowCredentials` out',
      path: [...path, 'cors', 'allowOrigins'],
    };
  });
}

/** A preflight request is an OPTIONS, and goes to the rule that takes it. */
export function corsWithoutPreflight({ route, rule }: RuleCase): readonly Said[] {
  const [first] = corsOf(rule.raw);
  if (first === undefined || takesOptions(rule.raw)) return [];
  if (route.rules.some(({ raw }) => corsOf(raw).length > 0 && takesOptions(raw))) return [];
  return [
    {
      code: 'cors-without-preflight',
      text: 'has a CORS filter and takes no OPTIONS, so that it never sees the preflight requests that browsers send first',
      hint: 'add a match with the method `OPTIONS`, or leave the method out',
      path: first.path,
    },
  ];
}

function takesOptions(raw: Json): boolean {
  return listOf(at(raw, ['matches'])).some((match) => {
    const method = at(match, ['method']);
    return method === undefined || method === 'OPTIONS';
  });
}

function corsOf(raw: Json): readonly PlacedFilter[] {
  return filtersOf(raw).filter(({ filter }) => at(filter, ['type']) === 'CORS');
}

export function rewrittenTwice({ rule }: RuleCase): readonly Said[] {
  const isRewrite = ({ filter }: PlacedFilter) => at(filter, ['type']) === 'URLRewrite';
  if (!filtersOf(rule.raw).some(isRewrite)) return [];
  return backendsOf(rule.raw).flatMap(({ backend, path }) =>
    filtersOf(backend, path)
      .filter(isRewrite)
      .map((placed) => ({
        code: 'rewrite-twice' as const,
        text: 'rewrites the URL for all of its backends and for one of them again, and which of the two counts is nowhere said',
        hint: 'rewrite in one place: in the rule, or in each backendRef',
        path: placed.path,
      })),
  );
}

const pathFilters = ['urlRewrite', 'requestRedirect'];

export function prefixesWithoutPrefix({ rule }: RuleCase): readonly Said[] {
  const matches = listOf(at(rule.raw, ['matches']));
  const isPrefix = at(matches[0], ['path', 'type']) === 'PathPrefix';
  if (matches.length === 1 && isPrefix) return [];
  return pathFilters.flatMap((block) => {
    const found = backendsOf(rule.raw).flatMap(({ backend, path }) =>
      filtersOf(backend, path).filter(
        ({ filter }) => at(filter, [block, 'path', 'type']) === 'ReplacePrefixMatch',
      ),
    );
    const [first, second] = found;
    // The API server sees to a single one.
    if (first === undefined || second === undefined) return [];
    return {
      code: 'prefix-not-matched' as const,
      text: `replaces the prefix of a path in ${found.length} backendRefs, and has not exactly one match with a PathPrefix that tells which prefix`,
      hint: 'give each prefix a rule of its own, or use `ReplaceFullPath`',
      path: [...first.path, block, 'path'],
    };
  });
}

const timeouts = ['request', 'backendRequest'];

export function timeoutsOfNothing({ rule }: RuleCase): readonly Said[] {
  return timeouts.flatMap((name) => {
    const value = textOf(at(rule.raw, ['timeouts', name]));
    if (value === undefined || /[1-9]/.test(value) || !/^[0-9hms]+$/.test(value)) return [];
    return {
      code: 'timeout-disabled' as const,
      text: `sets \`timeouts.${name}\` to \`${value}\`, which is no timeout at all`,
      hint: 'write how long a request may take, or leave the field out for the timeout of the implementation',
      path: ['timeouts', name],
    };
  });
}
