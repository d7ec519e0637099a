// Names that a written object shares with another output or with an object of the input: applying
// both would lose one of them, and two tools would prune each other's. One object has one owner.

import type { SandboxDerivation } from '../../model/derivation';
import { type Finding, finding } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import { type KubeObject, type Manifest, nameOf } from '../../model/manifest';
import { type Owner, ownerText } from '../../model/sandbox';

export function takenNames(
  derived: readonly SandboxDerivation[],
  inventory: Inventory,
): readonly Finding[] {
  const owners = new Map<string, Owner>();
  return derived.flatMap(({ owner, objects }) =>
    objects.flatMap((object) => {
      const id = inventory.idOf(object);
      const other = owners.get(id);
      owners.set(id, owner);
      const input = inventory.withId(id);
      return other === undefined && input === undefined
        ? []
        : taken({ owner, object, other, input });
    }),
  );
}

interface Taken {
  readonly owner: Owner;
  readonly object: KubeObject;
  readonly other: Owner | undefined;
  readonly input: Manifest | undefined;
}

function taken({ owner, object, other, input }: Taken): Finding {
  const isTwice = input === undefined && other === owner;
  const noun = owner.kind === 'Sandbox' ? 'sandbox' : 'route group';
  return finding('name-taken', {
    message: `${ownerText(owner)} would write ${nameOf(object)}, but ${rivalText()}`,
    hint: isTwice
      ? 'fork one of two workloads behind one Service, or give what stands under `extraResources` another name'
      : `give the ${noun} another name, or rename the object`,
    where: { origin: input?.origin ?? owner.origin },
    ...(input === undefined ? {} : { also: [{ origin: owner.origin }] }),
    sandbox: owner.name,
  });

  function rivalText(): string {
    if (input !== undefined) return 'the baseline has an object of that name';
    if (other === undefined || isTwice) return `the same ${noun} writes it twice`;
    return `${ownerText(other)} writes it too`;
  }
}
