// What an HTTPRoute may hold, beyond what holds for routes of either kind: the CRDs' rules for
// paths, redirects, rewrites, timeouts and sessions.

import type {
  HTTPPathMatch,
  HTTPRouteFilter,
  HTTPRouteRule,
  HTTPRouteSpec,
  HTTPRouteTimeouts,
} from '../../imports/gateway-api';
import type { FieldPath } from '../model/manifest';
import { millisOf } from './duration';
import type { Problems } from './misuse';
import { sessionProblems } from './session-check';

export function* httpRouteProblems({ rules = [] }: HTTPRouteSpec): Problems {
  for (const [index, rule] of rules.entries()) {
    const path = ['rules', index];
    for (const [place, match] of (rule.matches ?? []).entries()) {
      const here = [...path, 'matches', place, 'path'];
      if (match.path) yield* pathProblems(match.path, here);
    }
    yield* redirectProblems(rule, path);
    yield* prefixProblems(rule, path);
    if (rule.timeouts) yield* timeoutProblems(rule.timeouts, [...path, 'timeouts']);
    yield* sessionProblems(rule, path);
  }
}

/** What no Exact or PathPrefix value may hold, each with what to say of it. */
const pathLaws: readonly { readonly breaks: RegExp; readonly message: string }[] = [
  { breaks: /^(?!\/)/, message: 'does not start with `/`' },
  { breaks: /\/\//, message: 'holds `//`' },
  { breaks: /\/\.\//, message: 'holds `/./`' },
  { breaks: /\/\.\.\//, message: 'holds `/../`' },
  { breaks: /\/\.\.?$/, message: 'ends in a dot segment' },
  { breaks: /%2f/i, message: 'holds an encoded `/`' },
  { breaks: /#/, message: 'holds `#`' },
  { breaks: /\?/, message: 'holds `?`, and queries are matched by queryParams' },
  { breaks: /%(?![0-9a-fA-F]{2})/, message: 'holds `%` without two hexadecimal digits' },
  { breaks: /[^-A-Za-z0-9/._~!$&'()*+,;=:@%]/, message: 'holds characters that paths encode' },
];

function* pathProblems({ type, value = '/' }: HTTPPathMatch, path: FieldPath): Problems {
  if (type === 'RegularExpression') return;
  for (const { breaks, message } of pathLaws) {
    if (!breaks.test(value)) continue;
    const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
    yield { path: [...path, 'value'], message: `is \`${shown}\`, which ${message}` };
  }
}

function* redirectProblems(rule: HTTPRouteRule, path: FieldPath): Problems {
  const isRedirect = rule.filters?.some(({ type }) => type === 'RequestRedirect') ?? false;
  if (!isRedirect || (rule.backendRefs?.length ?? 0) === 0) return;
  const message = 'has a RequestRedirect filter and backends';
  yield { path, message, hint: 'a redirect answers by itself: leave the backends out' };
}

/** A new prefix needs an old one: exactly one match, and that by PathPrefix. */
function* prefixProblems(
  { filters, backendRefs, matches }: HTTPRouteRule,
  path: FieldPath,
): Problems {
  const all: readonly (readonly [HTTPRouteFilter, FieldPath])[] = [
    ...(filters ?? []).map((filter, i) => [filter, [...path, 'filters', i]] as const),
    ...(backendRefs ?? []).flatMap((backend, k) =>
      (backend.filters ?? []).map((filter, i) => {
        return [filter, [...path, 'backendRefs', k, 'filters', i]] as const;
      }),
    ),
  ];
  const [only, ...others] = matches ?? [{}];
  const isOnePrefix = others.length === 0 && (only?.path?.type ?? 'PathPrefix') === 'PathPrefix';
  if (only !== undefined && isOnePrefix) return;
  for (const [filter, here] of all) {
    const change = filter.requestRedirect?.path ?? filter.urlRewrite?.path;
    if (change?.type !== 'ReplacePrefixMatch') continue;
    const message =
      'replaces the prefix of a match, and the rule has not exactly one PathPrefix match';
    yield { path: here, message, hint: 'split the rule, one match each, or replace the full path' };
  }
}

function* timeoutProblems(
  { request, backendRequest }: HTTPRouteTimeouts,
  path: FieldPath,
): Problems {
  if (request === undefined || backendRequest === undefined) return;
  const [whole, attempt] = [millisOf(request), millisOf(backendRequest)];
  if (whole === 0 || !(attempt > whole)) return;
  const message = `is \`${backendRequest}\`, longer than the whole request's \`${request}\``;
  yield { path: [...path, 'backendRequest'], message };
}
