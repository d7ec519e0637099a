// What the sandboxes change, in words: forks, and the requests that now go to them.

import type { DerivedRouteAccount, SandboxDerivation } from '../model/derivation';
import { ownerText } from '../model/sandbox';

/** A paragraph for each sandbox, sorted as they come. */
export function summarize(sandboxes: readonly SandboxDerivation[]): string {
  return sandboxes.map(sandboxText).join('\n');
}

function sandboxText({ owner, forks, routes, objects, shields }: SandboxDerivation): string {
  const lines = [
    `${ownerText(owner)}  routing key ${owner.routingKey}, ${count(objects.length, 'object')}`,
    ...forks.map(({ of, name, services }) => {
      const behind =
        services.length === 0 ? 'without a Service' : `with Service ${services.join(', ')}`;
      return `  fork  ${of} -> ${name}, ${behind}`;
    }),
    ...routes.flatMap(routeLines),
  ];
  if (shields.length > 0) {
    const parts = shields.map((one) => `${one.count} for ${one.order}`);
    lines.push(`  shields  ${parts.join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}

function routeLines({ name, hostnames, rules }: DerivedRouteAccount): string[] {
  const hosts = hostnames.length === 0 ? '' : `  (${hostnames.join(', ')})`;
  return [
    `  ${name}${hosts}`,
    ...rules.map(({ role, requests, to }) => {
      return `    ${role.padEnd(9)}  ${requests.join(' | ')} -> ${to}`;
    }),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
