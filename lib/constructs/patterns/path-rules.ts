// Redirects and rewrites of a table of paths, as the rules of an HTTPRoute.
//
// Paths that lead to one and the same page share a rule; a prefix that is replaced needs a rule of
// its own, as the API asks. Neighbours: path-table.ts (the table), path-redirects.ts (tables with
// more entries than a route has room for).

import type { ApiObject } from 'cdk8s';
import type { RedirectStatusCode } from '../../../imports/gateway-api';
import { collect } from '../../model/groups';
import type { BackendTarget } from '../backend';
import { HttpFilter } from '../http-filter';
import type { HttpRuleProps } from '../http-route';
import { misuse } from '../misuse';
import { type PathEntry, type PathTable, readTable } from './path-table';
import type { HttpRulePattern, RuleFrame } from './rule-frame';

export interface PathRedirectOptions {
  /**
   * What browsers are told: 301 and 308 for good, 302, 303 and 307 for now.
   * @default 301
   */
  readonly statusCode?: RedirectStatusCode;
}

/** The most matches of a rule. */
const maxMatches = 64;

/** Redirects by a table: `redirects({ '/old': '/new', '/docs/*': 'https://docs.example.com/*' })`. */
export function redirects(table: PathTable, options: PathRedirectOptions = {}): HttpRulePattern {
  return { rulesFor: (route) => redirectRules(route, table, options) };
}

export function redirectRules(
  route: ApiObject,
  table: PathTable,
  { statusCode = 301 }: PathRedirectOptions,
): readonly HttpRuleProps[] {
  const entries = readTable(route, table);
  refuseCircles(route, entries);
  const rules = new Map<string, PathEntry[]>();
  for (const entry of entries) {
    const isAlone = entry.change.prefix !== undefined;
    collect(rules, isAlone ? `from ${entry.from}` : `to ${entry.to}`, entry);
  }
  return [...rules.values()].flatMap(chunked).map((together) => {
    const [{ change, place } = { change: {}, place: {} }] = together;
    return {
      matches: together.map(({ match }) => match),
      filters: [HttpFilter.redirect({ ...place, ...change, statusCode })],
    };
  });
}

function chunked(entries: readonly PathEntry[]): readonly (readonly PathEntry[])[] {
  if (entries.length <= maxMatches) return [entries];
  return [entries.slice(0, maxMatches), ...chunked(entries.slice(maxMatches))];
}

/** A path that leads back to itself over others would redirect without end. */
function refuseCircles(route: ApiObject, entries: readonly PathEntry[]): void {
  const next = new Map(
    entries.filter(({ place }) => place.hostname === undefined).map(({ from, to }) => [from, to]),
  );
  const harmless = new Set<string>();
  for (const { from } of entries) {
    const walked = new Set<string>();
    let at: string | undefined = from;
    while (at !== undefined && !harmless.has(at)) {
      if (walked.has(at)) {
        throw misuse(route, {
          message: `\`${at}\` leads back to itself, so that no redirect is the last one`,
          hint: 'let the table lead to pages, not in a circle',
        });
      }
      walked.add(at);
      at = next.get(at);
    }
    for (const path of walked) harmless.add(path);
  }
}

export interface RewritesProps extends Omit<RuleFrame, 'matches'> {
  /** New paths by old ones: `{ '/api/*': '/*' }`. */
  readonly paths: PathTable;
  /** What answers under the new paths. */
  readonly backends: readonly BackendTarget[];
  /**
   * The host that the backends see.
   * @default - the one that was asked for
   */
  readonly hostname?: string;
}

/** Rewrites by a table: what is asked for under one path, the backends see under another. */
export function rewrites(props: RewritesProps): HttpRulePattern {
  return { rulesFor: (route) => rewriteRules(route, props) };
}

function rewriteRules(route: ApiObject, props: RewritesProps): readonly HttpRuleProps[] {
  const { paths, hostname, filters = [], ...rest } = props;
  return readTable(route, paths).map(({ from, to, match, change, place }, index) => {
    if (Object.keys(place).length > 0) {
      throw misuse(route, {
        message: `\`${from}\` is rewritten to \`${to}\`, which names a host`,
        hint: 'give the host as `hostname`, and in the table paths alone',
      });
    }
    const rewrite = HttpFilter.rewrite({
      ...change,
      ...(hostname === undefined ? {} : { hostname }),
    });
    const name = rest.name === undefined || index === 0 ? {} : { name: `${rest.name}-${index}` };
    return { ...rest, ...name, matches: [match], filters: [...filters, rewrite] };
  });
}
