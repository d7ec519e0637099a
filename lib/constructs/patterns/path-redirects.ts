// A table of redirects with as many entries as it takes: routes have room for 16 rules each.
//
// Neighbours: path-rules.ts (the rules; `HttpPattern.redirects` puts a short table into a route
// that is there already).

import { Construct } from 'constructs';
import { HttpRoute, type HttpRouteProps, type HttpRuleProps } from '../http-route';
import { type PathRedirectOptions, redirectRules } from './path-rules';
import type { PathTable } from './path-table';

export interface PathRedirectsProps
  extends Omit<HttpRouteProps, 'metadata' | 'rules'>,
    PathRedirectOptions {
  /** New paths by old ones: `{ '/old': '/new', '/docs/*': 'https://docs.example.com/*' }`. */
  readonly paths: PathTable;
}

const maxRules = 16;

export class PathRedirects extends Construct {
  /** The routes that hold the table, as many as it takes. */
  readonly routes: readonly HttpRoute[];

  constructor(scope: Construct, id: string, props: PathRedirectsProps) {
    super(scope, id);
    const { paths, statusCode, ...rest } = props;
    const first = new HttpRoute(this, '0', rest);
    const options = statusCode === undefined ? {} : { statusCode };
    const rules = redirectRules(first, paths, options);
    const others = chunked(rules.slice(maxRules)).map((part, index) => {
      return new HttpRoute(this, String(index + 1), { ...rest, rules: part });
    });
    this.routes = [first.addRule(...rules.slice(0, maxRules)), ...others];
  }
}

function chunked(rules: readonly HttpRuleProps[]): readonly (readonly HttpRuleProps[])[] {
  if (rules.length === 0) return [];
  return [rules.slice(0, maxRules), ...chunked(rules.slice(maxRules))];
}
