// Redirects that send a client back to where it came from.
//
// The law itself is asked: a request that the rule takes, then the one that its Location asks for,
// as long as that comes to the same Gateway under the same host; HTTPS by the well-known ports. What
// expressions take is not guessed. Neighbours: lint.ts, ../routing/decide.ts, ../routing/filter/redirect.ts.

import type { Outcome } from '../model/decision';
import { type Finding, finding } from '../model/finding';
import type { Acceptance, Listener } from '../model/gateway';
import { at, nameOf } from '../model/manifest';
import type { HeaderLine, HttpRequest } from '../model/request';
import { type HttpMatch, type Match, type Route, type Rule, ruleText } from '../model/route';
import type { RouteTable } from '../model/route-table';
import { decide } from '../routing/decide';
import { wellKnownPorts } from '../routing/filter/url';
import { anyHost } from '../routing/hostname';
import { filtersOf } from './rules/rule-case';

export function redirectLoops(table: RouteTable): readonly Finding[] {
  return table.routes.flatMap((route) =>
    route.rules.flatMap((rule) => {
      const filter = filtersOf(rule.raw).find(
        (one) => at(one.filter, ['type']) === 'RequestRedirect',
      );
      if (filter === undefined) return [];
      const loop = loopOf(route, rule, table);
      if (loop === undefined) return [];
      const { object, origin } = route.manifest;
      return finding('redirect-loop', {
        message: `${ruleText(route, rule)} sends clients round in circles: \`${loop.from}\` leads back to \`${loop.to}\``,
        hint: 'attach the route to the listener alone that is to redirect, with `sectionName`, or change the scheme, host or path of the redirect',
        where: { origin, path: ['spec', 'rules', rule.index, ...filter.path] },
        object: nameOf(object),
      });
    }),
  );
}

interface Loop {
  readonly from: string;
  readonly to: string;
}

function loopOf(route: Route, rule: Rule, table: RouteTable): Loop | undefined {
  for (const parent of route.parents) {
    const { listeners = [] } = table.attachmentOf(parent) ?? {};
    for (const acceptance of listeners) {
      for (const request of requestsAt(acceptance, rule)) {
        const loop = followed(request, route, rule, table);
        if (loop !== undefined) return loop;
      }
    }
  }
  return undefined;
}

/** One for each match, under the first host that the listener and the route share. */
function requestsAt({ listener, hosts }: Acceptance, { matches }: Rule): readonly HttpRequest[] {
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
    return [request];
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

/** A longer circle than this is none that anybody meant to write. */
const mostSteps = 4;

function followed(
  start: HttpRequest,
  route: Route,
  rule: Rule,
  table: RouteTable,
): Loop | undefined {
  const first = urlOf(start);
  const seen = new Set([first]);
  let request = start;
  for (let step = 0; step < mostSteps; step += 1) {
    const outcome: Outcome = decide(table, request);
    if (outcome.outcome !== 'redirect') return undefined;
    const { by, location } = outcome;
    // Another rule may take the request, and then it is that one's affair.
    if (step === 0 && (by.route !== route || by.rule !== rule.index)) return undefined;
    if (seen.has(location)) return { from: first, to: location };
    seen.add(location);
    const next = requestFor(location, request);
    if (next === undefined) return undefined;
    request = next;
  }
  return undefined;
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
