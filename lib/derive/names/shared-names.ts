// Names and routing keys that two owners have: one key leads to one owner, one name to one file.
//
// Neighbours: ../derive.ts, taken-names.ts (names of what owners write).

import { type Finding, finding } from '../../model/finding';
import { type Owner, ownerText } from '../../model/sandbox';
import { byText } from '../../model/text-order';

const byName = byText(({ name }: Owner) => name);

export function sharedNames(owners: readonly Owner[]): Finding[] {
  const names = new Map<string, Owner>();
  const keys = new Map<string, Owner>();
  return [...owners].sort(byName).flatMap((owner) => {
    const twin = names.get(owner.name);
    const rival = keys.get(owner.routingKey);
    names.set(owner.name, owner);
    keys.set(owner.routingKey, owner);
    if (twin !== undefined) return nameShared(twin, owner);
    return rival === undefined ? [] : keyShared(rival, owner);
  });
}

function nameShared(first: Owner, second: Owner): Finding {
  const both = { Sandbox: 'two sandboxes', RouteGroup: 'two route groups' }[first.kind];
  return finding('sandbox-name-shared', {
    message: `${first.kind === second.kind ? both : 'a sandbox and a route group'} are called \`${first.name}\``,
    hint: 'give each sandbox and each route group a name of its own',
    where: { origin: first.origin, path: ['metadata', 'name'] },
    also: [{ origin: second.origin, path: ['metadata', 'name'] }],
  });
}

function keyShared(first: Owner, second: Owner): Finding {
  const both =
    first.kind === 'Sandbox' && second.kind === 'Sandbox'
      ? `sandboxes ${first.name} and ${second.name}`
      : `${ownerText(first)} and ${ownerText(second)}`;
  return finding('routing-key-shared', {
    message: `${both} have one routing key, \`${first.routingKey}\``,
    hint: 'give each a key of its own; several sandboxes under one key are a route group',
    where: { origin: first.origin, path: ['spec', 'routingKey'] },
    also: [{ origin: second.origin, path: ['spec', 'routingKey'] }],
  });
}
