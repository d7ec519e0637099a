// Maintenance: one switch, and a route's requests reach a page that says so, or another host.
//
// The page takes the place of the rules, since no rule goes before one with a longer path. So each
// route of the host is to be switched, by the same value. Neighbours: request-mark.ts (who may in).

import type { ApiObject } from 'cdk8s';
import type { BackendTarget } from '../backend';
import { HttpFilter } from '../http-filter';
import type { HttpRuleProps } from '../http-route';
import { misuse } from '../misuse';
import { plainRules, type RuleOrPattern } from '../rule-pattern';
import { readTable } from './path-table';
import { markedMatches, type RequestMark } from './request-mark';
import type { HttpRulePattern } from './rule-frame';

export interface MaintenanceProps {
  /** Whether it is on. */
  readonly on: boolean;
  /** The rules while it is off. */
  readonly rules: readonly RuleOrPattern<HttpRuleProps>[];
  /** What answers while it is on: a backend, or a URL to redirect to for the time being. */
  readonly page: BackendTarget | string;
  /**
   * The path that the backend is asked for, whatever the request asks for: `/maintenance.html`.
   * @default - the path of the request
   */
  readonly path?: string;
  /**
   * When to come back, in seconds, as `retry-after` says it.
   * @default - not said
   */
  readonly retryAfter?: number;
  /**
   * Requests that are answered as ever: `{ header: 'x-operator', value: 'on' }`.
   * @default - none
   */
  readonly letIn?: RequestMark;
}

/** The rules, or the page in their place. */
export function maintenance(props: MaintenanceProps): HttpRulePattern {
  return { rulesFor: (route) => (props.on === true ? closedRules(route, props) : props.rules) };
}

function closedRules(
  route: ApiObject,
  { rules, page, path, retryAfter, letIn }: MaintenanceProps,
): readonly HttpRuleProps[] {
  const open = letIn === undefined ? [] : plainRules(route, rules);
  const marked = open.map((rule) => {
    return letIn === undefined ? rule : { ...rule, matches: markedMatches(rule.matches, letIn) };
  });
  if (typeof page === 'string') return [...marked, redirectTo(route, page)];
  const rewrite = path === undefined ? [] : [HttpFilter.rewrite({ fullPath: path })];
  const again = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  const set = { 'cache-control': 'no-store', ...again };
  return [
    ...marked,
    { filters: [...rewrite, HttpFilter.responseHeaders({ set })], backends: [page] },
  ];
}

/** 302, since the hosts will be back. */
function redirectTo(route: ApiObject, page: string): HttpRuleProps {
  const [entry] = readTable(route, { '/*': page });
  if (entry?.place.hostname === undefined) {
    throw misuse(route, {
      message: `\`${page}\` names no host, so the redirect would lead back to where it came from`,
      hint: 'write a URL of another host, or give a backend',
    });
  }
  const { place, change } = entry;
  return { filters: [HttpFilter.redirect({ ...place, ...change, statusCode: 302 })] };
}
