// Redirects that send a client back to where it came from.
//
// Where a Location is the very URL of the request no more need be asked. Else the law is: where the
// next request goes, as long as that comes to the same Gateway under the same host. What expressions
// take is not guessed. Neighbours: lint.ts, ../routing/decide.ts, ../routing/filter/redirect.ts.

import type { Outcome } from '../model/decision';
import { type Finding, finding } from '../model/finding';
import type { Acceptance, Listener } from '../model/gateway';
import { at, isObject, type JsonObject, nameOf } from '../model/manifest';
import type { HeaderLine, HttpRequest } from '../model/request';
import { type HttpMatch, type Match, type Route, type Rule, ruleText } from '../model/route';
import type { RouteTable } from '../model/route-table';
import { decide } from '../routing/decide';
import type { Exchange } from '../routing/filter/exchange';
import { redirect } from '../routing/filter/redirect';
import { wellKnownPorts } from '../routing/filter/url';
import { anyHost } from '../routing/hostname';
import { filtersOf } from './rules/rule-case';

export function redirectLoops(table: RouteTable): readonly Finding[] {
  const circles = new Circles(table);
  return table.routes.flatMap((route) =>
    route.rules.flatMap((rule) => {
      const filter = filtersOf(rule.raw).find(
        (one) => at(one.filter, ['type']) === 'RequestRedirect',
      );
      const asked = at(filter?.filter, ['requestRedirect']);
      if (filter === undefined || !isObject(asked)) return [];
      const loop = circles.loopOf(route, rule, asked);
      if (loop === undefined) return [];
      const { object, origin } = route.manifest;
      return finding('redirect-loop', {
        message: `${ruleText(route, rule)} sends clients round in circles: \`${loop}\` leads back to itself`,
        hint: 'attach the route to the listener alone that is to redirect, with `sectionName`, or change the scheme, host or path of the redirect',
        where: { origin, path: ['spec', 'rules', rule.index, ...filter.path] },
        object: nameOf(object),
      });
    }),
  );
}

/** Looks for circles, with so many questions to the law for each host as its matches leave time for. */
class Circles {
  readonly #matches = new Map<string, number>();
  readonly #asked = new Map<string, number>();

  constructor(readonly table: RouteTable) {
    for (const { hostnames, rules } of table.routes) {
      let count = 0;
      for (const { matches } of rules) count += matches.length;
      for (const host of hostnames.length === 0 ? [anyHost] : hostnames) {
        this.#matches.set(host, (this.#matches.get(host) ?? 0) + count);
      }
    }
  }

  loopOf(route: Route, rule: Rule, filter: JsonObject): string | undefined {
    for (const parent of route.parents) {
      const { listeners = [] } = this.table.attachmentOf(parent) ?? {};
      for (const acceptance of listeners) {
        for (const request of requestsAt(acceptance, rule)) {
          const loop = this.#loopFrom(request, filter, { route, rule });
          if (loop !== undefined) return loop;
        }
      }
    }
    return undefined;
  }

  #loopFrom(
    start: Placed,
    filter: JsonObject,
    { route, rule }: { readonly route: Route; readonly rule: Rule },
  ): string | undefined {
    const from = urlOf(start.request);
    let { location } = redirect(filter, exchangeOf(start));
    // Whoever is sent here by this rule is sent here again.
    if (location === from) return from;
    const seen = new Set([from]);
    let { request } = start;
    for (let step = 0; step < mostSteps; step += 1) {
      const next = requestFor(location, request);
      if (next === undefined || !this.#mayAsk(route)) return undefined;
      const outcome = decide(this.table, next);
      if (outcome.outcome !== 'redirect') return undefined;
      request = next;
      seen.add(location);
      location = outcome.location;
      if (!seen.has(location)) continue;
      // A circle that is closed elsewhere is another rule's affair.
      const last = location === from ? decide(this.table, start.request) : outcome;
      return isTakenBy(last, route, rule) ? location : undefined;
    }
    return undefined;
  }

  #mayAsk({ hostnames }: Route): boolean {
    const [host = anyHost] = hostnames;
    const asked = this.#asked.get(host) ?? 0;
    this.#asked.set(host, asked + 1);
    return asked * (this.#matches.get(host) ?? 1) < mostLooked;
  }
}

/** So many matches are looked at for one host; each question may meet all of them. */
const mostLooked = 50_000;
/** A longer circle than this is none that anybody meant to write. */
const mostSteps = 4;

function isTakenBy(outcome: Outcome, route: Route, rule: Rule): boolean {
  return (
    outcome.outcome === 'redirect' && outcome.by.route === route && outcome.by.rule === rule.index
  );
}

/** A request, and the prefix by which it is taken. */
interface Placed {
  readonly request: HttpRequest;
  readonly prefix?: string;
}

function exchangeOf({ request, prefix }: Placed): Exchange {
  const { method, host, path, headers, scheme = 'http', target } = request;
  const exchange = { method, host, path, headers, scheme, port: target.port };
  return prefix === undefined ? exchange : { ...exchange, prefix };
}

/** One for each match, under the first host that the listener and the route share. */
function requestsAt({ listener, hosts }: Acceptance, { matches }: Rule): readonly Placed[] {
  const [hostname] = hosts;
  const { port, holder } = listener;
  if (hostname === undefined || port === undefined || holder.kind !== 'Gateway') return [];
  const scheme = schemeOf(listener);
  if (holder.manifest === undefined || scheme === undefined) return [];
  const host = hostname === anyHost ? 'host.example' : hostname.replace('*', 'host');
  const { namespace, name } = holder;
  return matches.flatMap((match) => {
    if (!isPlain(match)) return [];
    const request: HttpRequest = {
      protocol: 'http',
      target: { to: 'gateway', namespace, name, port },
      scheme,
      method: match.method ?? 'GET',
      host,
      path: pathOf(match),
      headers: match.headers.map(({ name, value }): HeaderLine => [name, value]),
    };
    const { type, value } = match.path;
    return [{ request, ...(type === 'PathPrefix' ? { prefix: value } : {}) }];
  });
}

function schemeOf({ protocol }: Listener): 'http' | 'https' | undefined {
  if (protocol === 'HTTP') return 'http';
  return protocol === 'HTTPS' ? 'https' : undefined;
}

function isPlain(match: Match): match is HttpMatch {
  if (match.protocol !== 'http' || match.path.type === 'RegularExpression') return false;
  return [...match.headers, ...match.query].every(({ type }) => type === 'Exact');
}

function pathOf({ path, query }: HttpMatch): string {
  const pairs = query.map(({ name, value }) => `${encoded(name)}=${encoded(value)}`);
  return pairs.length === 0 ? path.value : `${path.value}?${pairs.join('&')}`;
}

/** Lone surrogates have no encoding. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '_'));
}

function urlOf({ scheme = 'http', host, path, target }: HttpRequest): string {
  const port = wellKnownPorts.get(scheme) === target.port ? '' : `:${target.port}`;
  return `${scheme}://${host}${port}${path}`;
}

/** The request that a Location asks for, of the same client at the same Gateway. */
function requestFor(location: string, request: HttpRequest): HttpRequest | undefined {
  const [, scheme, host, port, path] =
    /^(https?):\/\/([^/:]+)(?::(\d+))?(\/.*)$/s.exec(location) ?? [];
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  if (host !== request.host || path === undefined) return undefined;
  const number = port === undefined ? wellKnownPorts.get(scheme) : Number(port);
  if (number === undefined) return undefined;
  return { ...request, scheme, path, target: { ...request.target, port: number } };
}
