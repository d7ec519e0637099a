// What a Gateway's addresses and infrastructure may hold, beyond their schema: values that are
// addresses of their type, once each, and keys that labels and annotations may have.

import type { GatewayAddress, GatewayInfrastructure } from '../../imports/gateway-api';
import type { Problem, Problems } from './misuse';

export function* addressProblems(addresses: readonly GatewayAddress[]): Problems {
  const known = new Set<string>();
  for (const [index, { type = 'IPAddress', value }] of addresses.entries()) {
    if (value === undefined) continue;
    const path = ['addresses', index, 'value'];
    if (type === 'IPAddress' && !isIPv4(value) && !isIPv6(value)) {
      yield { path, message: `is \`${value}\`, not an IP address` };
    }
    if (type === 'Hostname' && value !== '' && !isHostname(value)) {
      yield { path, message: `is \`${value}\`, not a hostname` };
    }
    const key = `${type}\n${value}`;
    const mayRepeat = type !== 'IPAddress' && type !== 'Hostname';
    if (known.has(key) && !mayRepeat) yield { path, message: `is \`${value}\` a second time` };
    known.add(key);
  }
}

const decimal = /^(0|[1-9][0-9]{0,2})$/;

export function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => decimal.test(part) && Number(part) <= 255);
}

/** Eight groups of hexadecimal digits; `::` stands for one or more, an IPv4 address for the last two. */
function isIPv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const isMixed = last.includes('.') && !text.endsWith('::');
  if (isMixed && !isIPv4(last)) return false;
  const plain = isMixed ? groups.slice(0, -1) : groups;
  const count = plain.length + (isMixed ? 2 : 0);
  const isWhole = halves.length === 2 ? count <= 7 : count === 8;
  return isWhole && plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group));
}

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

function isSubdomain(text: string): boolean {
  return text.split('.').every((part) => label.test(part));
}

function isHostname(text: string): boolean {
  return isSubdomain(text.startsWith('*.') ? text.slice(2) : text);
}

export function* infrastructureProblems(infrastructure: GatewayInfrastructure): Generator<Problem> {
  for (const field of ['labels', 'annotations'] as const) {
    for (const key of Object.keys(infrastructure[field] ?? {})) {
      if (isQualifiedName(key)) continue;
      yield {
        path: ['infrastructure', field],
        message: `has the key \`${key.length > 80 ? `${key.slice(0, 80)}…` : key}\``,
        hint: 'write it as `name` or `example.com/name`, the name of at most 63 characters',
      };
    }
  }
}

/** `name` or `example.com/name`. */
function isQualifiedName(key: string): boolean {
  const slash = key.indexOf('/');
  const [prefix, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (!/^([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/.test(name)) return false;
  return prefix === undefined || (prefix.length < 253 && isSubdomain(prefix));
}
