// Route table and sandboxes -> what each sandbox adds to the cluster.
//
// Each sandbox is derived alone, from the baseline only: nothing is shared between sandboxes, so
// adding or removing one changes no byte of another's (docs/architecture.md#promises).
// Neighbours: sandbox-derivation.ts (one sandbox), twins.ts, workload.ts.

import type { Config } from '../model/config';
import type { Derivation, SandboxDerivation } from '../model/derivation';
import { type Finding, finding } from '../model/finding';
import { nameOf } from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import type { SandboxSpec } from '../model/sandbox';
import { byText } from '../model/text-order';
import { selectorIndexOf } from './fork/selector-index';
import { TargetingPolicies } from './protect/policy-findings';
import { deriveSandbox } from './sandbox-derivation';
import { carrierFindings } from './twin/carrier-findings';
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
  const shared = {
    table,
    config,
    digests: new Digests(),
    selectors: selectorIndexOf(table.inventory),
    policies: new TargetingPolicies(table.inventory),
  };
  const derived = [...sandboxes].sort(byName).map((sandbox): SandboxDerivation => {
    const { derivation, findings: own } = deriveSandbox({ ...shared, sandbox });
    for (const one of own) findings.push({ ...one, sandbox: sandbox.name });
    return derivation;
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
  return derived.flatMap(({ sandbox, objects }) =>
    objects.flatMap((object) => {
      const id = inventory.idOf(object);
      const owner = owners.get(id);
      owners.set(id, sandbox.name);
      const input = inventory.withId(id);
      if (owner === undefined && input === undefined) return [];
      const rival =
        input === undefined
          ? owner === sandbox.name
            ? 'the same sandbox writes it twice'
            : `sandbox ${owner} writes it too`
          : 'the baseline has an object of that name';
      return finding('name-taken', {
        message: `sandbox ${sandbox.name} would write ${nameOf(object)}, but ${rival}`,
        hint:
          input === undefined && owner === sandbox.name
            ? 'two of its forks stand behind one Service: fork one of them'
            : 'give the sandbox another name, or rename the object',
        where: { origin: input?.origin ?? sandbox.origin },
        ...(input === undefined ? {} : { also: [{ origin: sandbox.origin }] }),
        sandbox: sandbox.name,
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
