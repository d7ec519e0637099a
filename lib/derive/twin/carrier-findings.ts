// What to tell about a routing key and the carriers that it is to travel in.
//
// Neighbours: carrier-support.ts (can they work where the routes run?), ../../routing/carrier.ts.

import type { Carrier, Config } from '../../model/config';
import { type Finding, finding } from '../../model/finding';
import { nameOf } from '../../model/manifest';
import type { RouteTable } from '../../model/route-table';
import { isSandboxName, type Owner } from '../../model/sandbox';
import { expressionError } from '../../routing/accept/expression';
import { carrierName, keyMatch, usesExpression } from '../../routing/carrier';
import { limits } from '../../routing/limits';
import { supportFindings } from './carrier-support';

/** With the default key name, expressions for longer keys outgrow RE2's default program size. */
const portableLength = 'sd-routing-key'.length + 40;

const grammar =
  'use 2 to 63 of `a-z`, `0-9` and `-`: a letter first, a letter or digit last, no `--`';

export function keyFindings(owner: Owner, config: Config): readonly Finding[] {
  const { name, routingKey, origin } = owner;
  const where = (path: readonly string[]) => ({ origin, path });
  const invalid = (what: string, value: string, path: readonly string[]) =>
    finding('routing-key-invalid', {
      message: `the ${what} \`${value}\` is not a name that works in labels, headers and expressions alike`,
      hint: grammar,
      where: where(path),
    });
  const findings: Finding[] = [];
  // A name that gave the key is to blame for it.
  if (name !== routingKey && !isSandboxName(routingKey)) {
    findings.push(invalid('routing key', routingKey, ['spec', 'routingKey']));
  }
  if (!isSandboxName(name)) {
    findings.push(
      invalid(owner.kind === 'Sandbox' ? 'sandbox name' : 'route group name', name, [
        'metadata',
        'name',
      ]),
    );
  }
  if (findings.length > 0) return findings;
  const isLong = (carrier: Carrier) =>
    usesExpression(carrier) && nameIn(carrier, config).length + routingKey.length > portableLength;
  if (config.carriers.some(isLong)) {
    findings.push(
      finding('carrier-not-portable', {
        message: `the routing key \`${routingKey}\` makes an expression larger than RE2 programs may be by default`,
        hint: `keep key name and key to ${portableLength} characters together, or use a header carrier`,
        where: where(['spec', 'routingKey']),
      }),
    );
  }
  return findings;
}

/** The name that stands before the key in an expression. */
function nameIn(carrier: Carrier, { keyName }: Config): string {
  return carrier.type === 'cookie' ? carrier.name : keyName;
}

/** What to tell about the carriers themselves, once for all sandboxes. */
export function carrierFindings(
  config: Config,
  owners: readonly Owner[],
  table: RouteTable,
): readonly Finding[] {
  if (owners.length === 0) return [];
  return [
    ...expressionFindings(config, owners),
    ...supportFindings(config),
    ...tracestateFindings(config),
    ...queryFindings(config, table),
  ];
}

/**
 * Each carrier's expression is compiled as RE2, since some controllers drop a rule whose
 * expression does not compile. Keys are literal in it, by their grammar, so what compiles with
 * the longest of them compiles with all.
 */
function expressionFindings(config: Config, owners: readonly Owner[]): readonly Finding[] {
  const keys = owners.map(({ routingKey }) => routingKey).filter(isSandboxName);
  const longest = keys.reduce((long, key) => (key.length > long.length ? key : long), 'key');
  return config.carriers.flatMap((carrier) => {
    const { type, value, name: header } = keyMatch(carrier, config.keyName, longest);
    if (type === 'Exact') return [];
    const error = expressionError(value);
    if (error === undefined && value.length <= limits.headerValue) return [];
    return finding('config-invalid', {
      message: `the key name \`${nameIn(carrier, config)}\` gives an expression for \`${header}\` that RE2 does not take: ${error ?? 'too long'}`,
      hint: 'use letters, digits and `-` in the name',
    });
  });
}

function tracestateFindings({ carriers }: Config): readonly Finding[] {
  if (!carriers.some(({ type }) => type === 'tracestate')) return [];
  return [
    finding('carrier-not-portable', {
      message:
        'the carrier tracestate is lost where a request has no traceparent: the first instrumented service drops it',
      hint:
        carriers.length > 1
          ? 'send a valid traceparent beside it, or the key in another carrier'
          : 'send a valid traceparent beside it, or use baggage or a header as well',
    }),
  ];
}

/** A GRPCRoute matches no query parameters, so that such a key leads nowhere there. */
function queryFindings({ carriers }: Config, { routes }: RouteTable): readonly Finding[] {
  const [query] = carriers.filter(({ type }) => type === 'query');
  const [first, ...more] = routes.filter(({ kind }) => kind === 'GRPCRoute');
  if (query === undefined || first === undefined) return [];
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return [
    finding('query-without-grpc', {
      message: `a GRPCRoute matches no query parameters, so a key in the ${carrierName(query)} leads no request of ${nameOf(first.manifest.object)}${others} to a fork`,
      hint: 'send gRPC calls with the key in a header or in baggage',
      where: { origin: first.manifest.origin },
    }),
  ];
}
