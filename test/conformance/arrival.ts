// What arrives at a backend: the request as it was sent, or as the rule's filters leave it.
//
// The suite compares the parts that a case names; where a case names nothing, the request
// arrives with the method, path, host and headers that it was sent with.

import { at } from '../../lib/model/manifest';
import { type HeaderLine, type HttpRequest, isConnection } from '../../lib/model/request';
import { backendTlsPolicies } from '../../lib/routing/reference/backend-tls';
import { type Backend, backendsOf, type Judged } from './judged';
import type { AtBackend } from './request-case';

interface Arrived {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: readonly HeaderLine[];
}

export function arrivalProblems(judged: Judged): readonly string[] {
  const { outcome, request, one } = judged;
  if (isConnection(request) || outcome.outcome !== 'backends') return [];
  const expected = one.expect.atBackend ?? asSent(request);
  return backendsOf(outcome).flatMap((share) => {
    const arrived = share.forwarded ?? outcome.forwarded ?? request;
    const problems = [...partProblems(expected, arrived), ...headerProblems(expected, arrived)];
    return [...problems, ...nameProblems(judged, expected, share)];
  });
}

function asSent({ method, host, path, headers }: HttpRequest): AtBackend {
  return { method, host, path, headers: Object.fromEntries(headers) };
}

function partProblems(expected: AtBackend, arrived: Arrived): string[] {
  return (['method', 'host', 'path'] as const).flatMap((part) =>
    expected[part] === undefined || expected[part] === arrived[part]
      ? []
      : [`${part} \`${expected[part]}\` arrives as \`${arrived[part]}\``],
  );
}

/** All lines of one name as one value, as the echo server tells them. */
export function joinedValue(lines: readonly HeaderLine[], name: string): string | undefined {
  const values = lines.filter(([given]) => given.toLowerCase() === name.toLowerCase());
  return values.length === 0 ? undefined : values.map(([, value]) => value).join(',');
}

function headerProblems(expected: AtBackend, { headers }: Arrived): string[] {
  const wanted = Object.entries(expected.headers ?? {}).flatMap(([name, value]) => {
    const actual = joinedValue(headers, name);
    return actual === value ? [] : [`${name} arrives as \`${actual}\`, not \`${value}\``];
  });
  const absent = (expected.absentHeaders ?? []).filter(
    (name) => joinedValue(headers, name) !== undefined,
  );
  return [...wanted, ...absent.map((name) => `${name} arrives`)];
}

/** The name that the Gateway asks for when it speaks TLS to the backend. */
function nameProblems(
  { table: { inventory } }: Judged,
  { sni }: AtBackend,
  { name, port = 0 }: Backend,
): string[] {
  if (sni === undefined) return [];
  const [space = '', own = ''] = name.split('/');
  const service = inventory.find('/Service', space, own);
  const policies = service === undefined ? [] : backendTlsPolicies(service, port, inventory);
  const names = policies.map(({ object }) => at(object, ['spec', 'validation', 'hostname']));
  return names.length === 1 && names[0] === sni ? [] : [`asks ${name} for ${names.join(', ')}`];
}
