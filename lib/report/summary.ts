// What the sandboxes change, in words: forks, and the requests that now go to them.
//
// Neighbour: ../model/derivation.ts (what is told here).

import type { DerivedRouteAccount, SandboxDerivation } from '../model/derivation';
import { ownerText } from '../model/sandbox';
import { count } from './list-text';

/** A paragraph for each sandbox and route group, sorted as they come. */
export function summarize(sandboxes: readonly SandboxDerivation[]): string {
  return sandboxes.map((one) => `${linesOf(one).join('\n')}\n`).join('\n');
}

function linesOf(derivation: SandboxDerivation): string[] {
  const { owner, members, forks, virtual, routes, policies, gains, objects } = derivation;
  return [
    `${ownerText(owner)}  routing key ${owner.routingKey}, ${count(objects.length, 'object')}`,
    ...(members.length === 0 ? [] : [`  sandboxes  ${members.join(', ')}`]),
    ...forks.map(({ of, name, services }) => {
      const own =
        services.length === 0 ? 'without a Service' : `with Service ${services.join(', ')}`;
      return `  fork  ${of} -> ${name}, ${own}`;
    }),
    ...virtual.map(({ of, to }) => `  virtual  ${of} -> ${to}`),
    ...routes.flatMap(routeLines),
    ...policies.map(({ of, by, name }) => {
      return by === 'copy' ? `  policy  ${of} -> ${name}` : `  policy  ${of} holds for ${name}`;
    }),
    ...shieldLines(derivation),
    ...gains.map(({ parent, rules, matches }) => {
      return `  adds  ${count(rules, 'rule')}, ${count(matches, 'match', 'matches')} to ${parent}`;
    }),
  ];
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

/** Shields by the order that needs them; where a profile would save some, how many there are. */
function shieldLines({ shields }: SandboxDerivation): string[] {
  const [first] = shields;
  if (first === undefined) return [];
  const parts = shields.map(({ order, count: own }) => `${own} for ${order}`).join(', ');
  if (shields.every(({ spared }) => spared === 0)) return [`  shields  ${parts}`];
  const all = first.count + first.spared;
  return [`  shields  ${all}: ${parts}; naming the profile that you run on leaves out the others`];
}
