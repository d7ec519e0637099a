// Marks of objects, or the documents of sandboxes -> what each sandbox and route group claims.
//
// A document goes before the marks of an owner of its name. A route group claims what its sandboxes
// do, under its own key. Neighbours: marked.ts, documented.ts, assumed-targets.ts (what claims take
// to be there), ../../model/claim.ts.

import type { Claim, Replacement } from '../../model/claim';
import { type Finding, finding } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import type { RouteGroupSpec, SandboxSpec } from '../../model/sandbox';
import { byText } from '../../model/text-order';
import { documentedClaims } from './documented';
import { markedClaims } from './marked';
import { type OwnClaim, ownerId } from './own-claim';

export interface ClaimsRequest {
  readonly baseline: Inventory;
  readonly applied: Inventory;
  readonly sandboxes: readonly SandboxSpec[];
  readonly groups: readonly RouteGroupSpec[];
}

export interface Claims {
  /** By kind and name of their owners. */
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
}

export function claimsOf(request: ClaimsRequest): Claims {
  const said = documentedClaims(request);
  const documents = new Set(said.claims.map(({ owner }) => ownerId(owner)));
  const marked = markedClaims(request, (owner) => documents.has(owner));
  const own = [...said.claims, ...marked.claims].sort(byText(({ owner }) => ownerId(owner)));
  const findings = [...said.findings, ...marked.findings, ...sharedKeys(own)];
  const sandboxes = new Map(
    own.flatMap((one) => (one.owner.kind === 'Sandbox' ? [[one.owner.name, one] as const] : [])),
  );
  const claims = own.map((one): Claim => {
    const { owner, previews } = one;
    const replaced =
      owner.kind === 'Sandbox' ? one.replaced : replacedTogether(one, sandboxes, findings);
    return { owner, replaced, previews };
  });
  return { claims, findings };
}

function ownerText({ owner: { kind, name } }: OwnClaim): string {
  return `${kind === 'Sandbox' ? 'sandbox' : 'route group'} ${name}`;
}

/** One key leads to one owner. */
function sharedKeys(claims: readonly OwnClaim[]): readonly Finding[] {
  const first = new Map<string, OwnClaim>();
  return claims.flatMap((claim): readonly Finding[] => {
    const { routingKey } = claim.owner;
    const rival = first.get(routingKey);
    if (rival === undefined) {
      first.set(routingKey, claim);
      return [];
    }
    return [
      finding('routing-key-shared', {
        message: `${ownerText(rival)} and ${ownerText(claim)} have one routing key, \`${routingKey}\``,
        hint: 'give each a key of its own; several sandboxes under one key are a route group',
        where: { origin: rival.origin },
        also: [{ origin: claim.origin }],
      }),
    ];
  });
}

/** What the sandboxes of a route group replace. */
function replacedTogether(
  group: OwnClaim,
  sandboxes: ReadonlyMap<string, OwnClaim>,
  findings: Finding[],
): ReadonlyMap<string, Replacement> {
  const replaced = new Map<string, { readonly by: OwnClaim; readonly to: Replacement }>();
  for (const name of group.members) {
    const member = sandboxes.get(name);
    if (member === undefined) findings.push(withoutMember(group, name));
    for (const [key, to] of member?.replaced ?? []) {
      const rival = replaced.get(key);
      if (rival === undefined && member !== undefined) replaced.set(key, { by: member, to });
      else if (rival !== undefined && member !== undefined && !isSame(rival.to, to)) {
        findings.push(conflict(group, [rival.by, member], key));
      }
    }
  }
  return new Map([...replaced].map(([key, { to }]) => [key, to]));
}

function isSame(left: Replacement, right: Replacement): boolean {
  return left.namespace === right.namespace && left.name === right.name && left.port === right.port;
}

function withoutMember(group: OwnClaim, name: string): Finding {
  return finding('route-group-member-missing', {
    message: `${ownerText(group)} reaches sandbox \`${name}\`, of which the full set holds nothing: its requests are taken to stay with the baseline for what that sandbox forks`,
    hint: 'name the file of that sandbox with `--with`, or derive the group again without it',
    where: { origin: group.origin },
    sandbox: group.owner.name,
  });
}

function conflict(
  group: OwnClaim,
  [first, second]: readonly [OwnClaim, OwnClaim],
  service: string,
): Finding {
  return finding('route-group-conflict', {
    message: `sandboxes ${first.owner.name} and ${second.owner.name} of ${ownerText(group)} both replace Service ${service}, so its key would lead to two places`,
    hint: 'take one of the two out of the group, or put both changes into one sandbox',
    where: { origin: group.origin },
    also: [first, second].map(({ origin }) => ({ origin })),
    sandbox: group.owner.name,
  });
}
