// What to tell about a routing key and the carriers that it is to travel in.

import type { Config } from '../../model/config';
import { type Finding, finding } from '../../model/finding';
import { isSandboxName, type Owner } from '../../model/sandbox';
import { expressionError } from '../../routing/accept/expression';
import { keyMatch } from '../../routing/carrier';
import { limits } from '../../routing/limits';

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
  const isLong = config.keyName.length + routingKey.length > portableLength;
  if (isLong && config.carriers.some(({ type }) => type !== 'header')) {
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

/** What to tell about the carriers themselves, once for all sandboxes. */
export function carrierFindings(config: Config, owners: readonly Owner[]): readonly Finding[] {
  return [...expressionFindings(config, owners), ...tracestateFindings(config)];
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
      message: `the key name \`${config.keyName}\` gives an expression for \`${header}\` that RE2 does not take: ${error ?? 'too long'}`,
      hint: 'use letters, digits and `-` in keyName',
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
