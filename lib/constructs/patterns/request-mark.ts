// How a few requests tell themselves from all others: a header's value, or a cookie's.
//
// A match that asks for the mark as well ranks before the same match without it, since it asks for
// one header more. Neighbours: canary.ts, blue-green.ts, ab-test.ts, maintenance.ts (who ask),
// ../../routing/carrier.ts (how a cookie is told from its neighbours in the header).

import type { ApiObject } from 'cdk8s';
import type { HTTPRouteMatch } from '../../../imports/gateway-api';
import { isObject } from '../../model/manifest';
import { keyMatch } from '../../routing/carrier';
import type { HttpRuleProps } from '../http-route';
import { misuse } from '../misuse';
import { specOf } from '../part';

/** A header, or a cookie. Cookies are found by a regular expression, which not all implementations know. */
export type MarkPlace = { readonly header: string } | { readonly cookie: string };

/** A header or a cookie with the value that is asked for: `{ header: 'x-canary', value: 'on' }`. */
export type RequestMark = MarkPlace & { readonly value: string };

type Matches = HttpRuleProps['matches'];

export function refuseNoPlace(route: ApiObject, by: MarkPlace): void {
  if (isObject(by) && ('header' in by || 'cookie' in by)) return;
  throw misuse(route, {
    message: '`by` names neither a header nor a cookie',
    hint: "write by: { header: 'x-variant' } or by: { cookie: 'variant' }",
  });
}

/** What each match asks for, and the mark. */
export function markedMatches(matches: Matches, mark: RequestMark): readonly HTTPRouteMatch[] {
  const { type, name, value } = headerOf(mark);
  const all = matches === undefined || matches.length === 0 ? [{}] : matches;
  return all.map((match) => {
    const spec: HTTPRouteMatch = specOf(match);
    return { ...spec, headers: [...(spec.headers ?? []), { type, name, value }] };
  });
}

function headerOf(mark: RequestMark) {
  return 'cookie' in mark
    ? keyMatch({ type: 'cookie', name: mark.cookie }, '', mark.value)
    : keyMatch({ type: 'header', name: mark.header }, '', mark.value);
}
