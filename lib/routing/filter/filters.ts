// What the filters of a rule, or of one of its backends, do to a request and to its answer.
//
// The law is `HTTPRouteRule.filters` and `GRPCRouteRule.filters`: they act in the order of the
// list. Two come first wherever they stand, as in all proxies: CORS answers preflight requests,
// and a redirect looks at the request as it came. A redirect's answer is changed as any other
// (all filters but URLRewrite go with it); a preflight's is the CORS filter's alone.
// ExternalAuth, ExtensionRef and types that nobody knows change nothing that can be seen here;
// neither does a filter that cannot be read. Neighbours: exchange.ts (the words), one file
// for each filter, external-auth.ts and extension.ts (what they name is not there).

import type { JsonObject } from '../../model/manifest';
import { at, isObject, textOf } from '../../model/manifest';
import { answerPreflight, shareWith } from './cors';
import type { Applied, Exchange, MirrorShare, Redirected } from './exchange';
import {
  changeHeaders,
  followedBy,
  type HeaderChange,
  isNoChange,
  noChange,
  readHeaderChange,
} from './header-change';
import { readMirror } from './mirror';
import { redirect } from './redirect';
import { isHost, rewrite, withHost } from './rewrite';

interface Progress {
  readonly exchange: Exchange;
  readonly response: HeaderChange;
  readonly mirrors: readonly MirrorShare[];
  readonly redirected?: Redirected;
}

interface FilterKind {
  /** The filter's block of settings. */
  readonly block: string;
  /** `arrived` is the request as it came. */
  readonly apply: (settings: JsonObject, progress: Progress, arrived: Exchange) => Progress;
}

const kinds: ReadonlyMap<string, FilterKind> = new Map<string, FilterKind>([
  ['CORS', { block: 'cors', apply: applyCors }],
  ['RequestRedirect', { block: 'requestRedirect', apply: applyRedirect }],
  ['RequestHeaderModifier', { block: 'requestHeaderModifier', apply: changeRequest }],
  ['ResponseHeaderModifier', { block: 'responseHeaderModifier', apply: changeResponse }],
  ['URLRewrite', { block: 'urlRewrite', apply: applyRewrite }],
  ['RequestMirror', { block: 'requestMirror', apply: applyMirror }],
]);

/**
 * Applies a list of filters to a request: a rule's, and then, to what is forwarded, the own
 * filters of the backend that it goes to.
 */
export function applyFilters(filters: readonly JsonObject[], exchange: Exchange): Applied {
  let progress: Progress = { exchange, response: noChange, mirrors: [] };
  for (const filter of filters) {
    const kind = kinds.get(textOf(at(filter, ['type'])) ?? '');
    const settings = kind && at(filter, [kind.block]);
    if (kind === undefined || !isObject(settings)) continue;
    const answered = kind.block === 'cors' ? answerPreflight(settings, exchange) : undefined;
    if (answered !== undefined) return answered;
    progress = kind.apply(settings, progress, exchange);
  }
  const response = isNoChange(progress.response) ? {} : { response: progress.response };
  if (progress.redirected !== undefined) return { ...progress.redirected, ...response };
  const { exchange: left, mirrors } = progress;
  return { to: 'forward', exchange: left, changed: !isSame(left, exchange), ...response, mirrors };
}

/** Filters may undo each other; the method, the scheme and the port are never changed. */
function isSame(left: Exchange, right: Exchange): boolean {
  if (left === right) return true;
  return (
    left.host === right.host &&
    left.path === right.path &&
    left.headers.length === right.headers.length &&
    left.headers.every(([name, value], index) => {
      const [otherName, otherValue] = right.headers[index] ?? [];
      return name === otherName && value === otherValue;
    })
  );
}

function applyCors(settings: JsonObject, progress: Progress, arrived: Exchange): Progress {
  const shared = shareWith(settings, arrived);
  return shared === undefined ? progress : withResponse(progress, shared);
}

function applyRedirect(settings: JsonObject, progress: Progress, arrived: Exchange): Progress {
  return { ...progress, redirected: progress.redirected ?? redirect(settings, arrived) };
}

function applyRewrite(settings: JsonObject, progress: Progress): Progress {
  return { ...progress, exchange: rewrite(settings, progress.exchange) };
}

function applyMirror(settings: JsonObject, progress: Progress): Progress {
  const mirror = readMirror(settings);
  return mirror === undefined ? progress : { ...progress, mirrors: [...progress.mirrors, mirror] };
}

/** A request has one host: it can be set, but neither removed nor appended to. */
function changeRequest(settings: JsonObject, progress: Progress): Progress {
  const { set, add, remove } = readHeaderChange(settings);
  const [, host] = set.find(([name]) => isHost(name)) ?? [];
  const headers = changeHeaders(progress.exchange.headers, {
    set: set.filter(([name]) => !isHost(name)),
    add: add.filter(([name]) => !isHost(name)),
    remove: remove.filter((name) => !isHost(name)),
  });
  const exchange = { ...progress.exchange, headers };
  return { ...progress, exchange: host === undefined ? exchange : withHost(exchange, host) };
}

function changeResponse(settings: JsonObject, progress: Progress): Progress {
  return withResponse(progress, readHeaderChange(settings));
}

function withResponse(progress: Progress, change: HeaderChange): Progress {
  return { ...progress, response: followedBy(progress.response, change) };
}
