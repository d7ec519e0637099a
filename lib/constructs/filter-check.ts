// What a list of filters may hold: the CRDs' rules for filters that a schema cannot say.
//
// The rules are those of both route kinds; a GRPCRoute's filters are a part of an HTTPRoute's.

import type {
  HTTPCORSFilter,
  HTTPPathModifier,
  HTTPRequestMirrorFilter,
  HTTPRouteFilter,
} from '../../imports/gateway-api';
import type { FieldPath } from '../model/manifest';
import type { Problem, Problems } from './misuse';

/** The field that belongs to each type of filter, and whether a list may hold several. */
const filterTypes: readonly {
  readonly type: HTTPRouteFilter['type'];
  readonly field: Exclude<keyof HTTPRouteFilter, 'type'>;
  readonly mayRepeat: boolean;
}[] = [
  { type: 'RequestHeaderModifier', field: 'requestHeaderModifier', mayRepeat: false },
  { type: 'ResponseHeaderModifier', field: 'responseHeaderModifier', mayRepeat: false },
  { type: 'RequestMirror', field: 'requestMirror', mayRepeat: true },
  { type: 'RequestRedirect', field: 'requestRedirect', mayRepeat: false },
  { type: 'URLRewrite', field: 'urlRewrite', mayRepeat: false },
  { type: 'CORS', field: 'cors', mayRepeat: false },
  { type: 'ExtensionRef', field: 'extensionRef', mayRepeat: true },
  { type: 'ExternalAuth', field: 'externalAuth', mayRepeat: true },
];

export function* filterProblems(filters: readonly HTTPRouteFilter[], path: FieldPath): Problems {
  if (filters.length === 0) return;
  for (const [index, filter] of filters.entries()) {
    const here = [...path, index];
    yield* memberProblems(filter, here);
    yield* headerProblems(filter, here);
    if (filter.requestMirror)
      yield* mirrorProblems(filter.requestMirror, [...here, 'requestMirror']);
    if (filter.cors) yield* corsProblems(filter.cors, [...here, 'cors']);
    for (const field of ['requestRedirect', 'urlRewrite'] as const) {
      const change = filter[field]?.path;
      if (change) yield* pathChangeProblems(change, [...here, field, 'path']);
    }
  }
  if (filters.length === 1) return;
  for (const { type, mayRepeat } of filterTypes) {
    const places = filters.flatMap((filter, index) => (filter.type === type ? [index] : []));
    const [, second] = places;
    if (mayRepeat || second === undefined) continue;
    yield {
      path: [...path, second],
      message: `is the second ${type} of its list`,
      hint: 'put all its changes into one filter',
    };
  }
  yield* pairProblems(filters, path);
}

function* memberProblems(filter: HTTPRouteFilter, path: FieldPath): Problems {
  for (const { type, field } of filterTypes) {
    const isSet = filter[field] !== undefined && filter[field] !== null;
    if (isSet === (filter.type === type)) continue;
    const message = isSet ? `is of type ${filter.type} and has \`${field}\`` : `lacks \`${field}\``;
    yield { path, message, hint: `a filter of type ${type} has \`${field}\`, no other has it` };
  }
}

function* headerProblems(filter: HTTPRouteFilter, path: FieldPath): Problems {
  for (const field of ['requestHeaderModifier', 'responseHeaderModifier'] as const) {
    const { set = [], add = [], remove = [] } = filter[field] ?? {};
    const names = [...set, ...add].map(({ name }) => name);
    const known = new Set<string>();
    for (const name of [...names, ...remove]) {
      const key = `${name}`.toLowerCase();
      if (known.has(key)) {
        const message = `changes header \`${name}\` twice`;
        yield { path: [...path, field], message, hint: 'set, add or remove a header, not several' };
      }
      known.add(key);
    }
  }
}

function* mirrorProblems(
  { percent, fraction }: HTTPRequestMirrorFilter,
  path: FieldPath,
): Problems {
  if (percent !== undefined && fraction !== undefined) {
    yield { path, message: 'has both `percent` and `fraction`', hint: 'leave one of them out' };
  }
  const { numerator = 0, denominator = 100 } = fraction ?? {};
  if (numerator > denominator) {
    const message = `is ${numerator} of ${denominator}, more than all requests`;
    yield { path: [...path, 'fraction'], message };
  }
}

function* corsProblems(cors: HTTPCORSFilter, path: FieldPath): Problems {
  for (const field of ['allowOrigins', 'allowMethods', 'allowHeaders'] as const) {
    const values: readonly string[] = cors[field] ?? [];
    if (values.length > 1 && values.includes('*')) {
      const message = 'has `*` beside other entries';
      yield { path: [...path, field], message, hint: 'leave the others out, or `*`' };
    }
  }
}

function* pathChangeProblems(change: HTTPPathModifier, path: FieldPath): Problems {
  const fields = [
    { type: 'ReplaceFullPath', field: 'replaceFullPath' },
    { type: 'ReplacePrefixMatch', field: 'replacePrefixMatch' },
  ] as const;
  for (const { type, field } of fields) {
    if ((change[field] !== undefined) === (change.type === type)) continue;
    const hint = 'replace either the full path or the prefix';
    const message =
      change.type === type
        ? `lacks \`${field}\``
        : `has \`${field}\` and is of type ${change.type}`;
    yield { path, message, hint };
  }
}

function* pairProblems(filters: readonly HTTPRouteFilter[], path: FieldPath): Generator<Problem> {
  const types = filters.map(({ type }) => type);
  if (!types.includes('RequestRedirect') || !types.includes('URLRewrite')) return;
  const message = 'has both a RequestRedirect and a URLRewrite';
  yield { path, message, hint: 'give the redirect itself the new host or path' };
}
