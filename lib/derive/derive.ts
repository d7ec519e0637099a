// Route table and sandboxes -> what each sandbox adds to the cluster.
//
// Each sandbox is derived alone, from the baseline only: nothing is shared between sandboxes, so
// adding or removing one changes no byte of another's (docs/architecture.md#promises).
// Neighbours: owner-derivation.ts (one sandbox or route group).

import type { Config } from '../model/config';
import type { Derivation, SandboxDerivation } from '../model/derivation';
import { type Finding, finding, isError } from '../model/finding';
import { nameOf } from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import type { SandboxSpec } from '../model/sandbox';
import { byText } from '../model/text-order';
import { forksOf } from './fork/forks';
import { selectorIndexOf } from './fork/selector-index';
import { deriveOwner } from './owner-derivation';
import { TargetingPolicies } from './protect/policy-findings';
import { carrierFindings, keyFindings } from './twin/carrier-findings';
import { Digests } from './write/baseline-digest';

export interface DeriveRequest {
  readonly table: RouteTable;
  readonly sandboxes: readonly SandboxSpec[];
  readonly config: Config;
}

/** Derives every sandbox; one that has an error adds findings and may lack objects. */
export function derive({ table, sandboxes, config }: DeriveRequest): Derivation {
  const findings: Finding[] = [...sharedNames(sandboxes)];
  if (findings.length > 0) return { sandboxes: [], findings };
  findings.push(...carrierFindings(config, sandboxes));
  const { inventory } = table;
  const selectors = selectorIndexOf(inventory);
  const shared = {
    table,
    config,
    digests: new Digests(),
    policies: new TargetingPolicies(inventory),
  };
  const derived = [...sandboxes].sort(byName).flatMap((sandbox): SandboxDerivation[] => {
    const say = (found: readonly Finding[]) => {
      for (const one of found) findings.push({ ...one, sandbox: sandbox.name });
    };
    const keys = keyFindings(sandbox, config);
    const forks = forksOf({ sandbox, inventory, selectors, config });
    say(keys);
    if ([...keys, ...forks.findings].some(isError)) {
      say(forks.findings);
      return [];
    }
    const result = deriveOwner({ ...shared, owner: sandbox, forks: [forks] });
    say(result.findings);
    return [result.derivation];
  });
  const last = [...takenNames(derived, table), ...assumptions(derived, table)];
  return { sandboxes: derived, findings: [...findings, ...last] };
}

const byName = byText(({ name }: SandboxSpec) => name);

/** One key leads to one sandbox, and one name to one file. */
function sharedNames(sandboxes: readonly SandboxSpec[]): Finding[] {
  const names = new Map<string, SandboxSpec>();
  const keys = new Map<string, SandboxSpec>();
  return [...sandboxes].sort(byName).flatMap((sandbox) => {
    const twin = names.get(sandbox.name);
    const rival = keys.get(sandbox.routingKey);
    names.set(sandbox.name, sandbox);
    keys.set(sandbox.routingKey, sandbox);
    if (twin !== undefined) {
      return finding('sandbox-name-shared', {
        message: `two sandboxes are called \`${sandbox.name}\``,
        hint: 'give each sandbox a name of its own',
        where: { origin: twin.origin, path: ['metadata', 'name'] },
        also: [{ origin: sandbox.origin, path: ['metadata', 'name'] }],
      });
    }
    if (rival === undefined) return [];
    return finding('routing-key-shared', {
      message: `sandboxes ${rival.name} and ${sandbox.name} have one routing key, \`${sandbox.routingKey}\``,
      hint: 'give each sandbox a key of its own; several sandboxes under one key are a route group',
      where: { origin: rival.origin, path: ['spec', 'routingKey'] },
      also: [{ origin: sandbox.origin, path: ['spec', 'routingKey'] }],
    });
  });
}

/** A name that another output or an input object has: applying both would lose one of them. */
function takenNames(derived: readonly SandboxDerivation[], table: RouteTable): Finding[] {
  const { inventory } = table;
  const owners = new Map<string, string>();
  return derived.flatMap(({ owner: { name, origin }, objects }) =>
    objects.flatMap((object) => {
      const id = inventory.idOf(object);
      const owner = owners.get(id);
      owners.set(id, name);
      const input = inventory.withId(id);
      if (owner === undefined && input === undefined) return [];
      const rival =
        input === undefined
          ? owner === name
            ? 'the same sandbox writes it twice'
            : `sandbox ${owner} writes it too`
          : 'the baseline has an object of that name';
      return finding('name-taken', {
        message: `sandbox ${name} would write ${nameOf(object)}, but ${rival}`,
        hint:
          input === undefined && owner === name
            ? 'two of its forks stand behind one Service: fork one of them'
            : 'give the sandbox another name, or rename the object',
        where: { origin: input?.origin ?? origin },
        ...(input === undefined ? {} : { also: [{ origin: origin }] }),
        sandbox: name,
      });
    }),
  );
}

/** Parents that derived routes attach to and the input does not hold. */
function assumptions(derived: readonly SandboxDerivation[], table: RouteTable): Finding[] {
  if (derived.every(({ routes }) => routes.length === 0)) return [];
  return table.missingParents.map((parent) =>
    finding('gateway-not-in-input', {
      message: `${parent} is not in the input: its listeners are taken to accept every route that names it, and routes of other repositories are taken to be absent`,
      hint: 'name the files that hold it with `--context`',
    }),
  );
}
