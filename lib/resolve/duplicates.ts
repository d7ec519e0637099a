// Two objects of one kind, namespace and name: applying both would keep only one of them.

import { type Finding, finding } from '../model/finding';
import { collect } from '../model/groups';
import type { Inventory } from '../model/inventory';
import { type Manifest, nameOf } from '../model/manifest';
import { placeOf } from '../model/origin';

export function duplicates(inventory: Inventory): readonly Finding[] {
  const seen = new Map<string, Manifest[]>();
  for (const manifest of inventory.manifests) {
    if (manifest.object.metadata?.name === undefined) continue;
    collect(seen, inventory.idOf(manifest.object), manifest);
  }
  return [...seen.values()].flatMap((list) => {
    const [first, second] = list;
    if (first === undefined || second === undefined) return [];
    const isInFiles = list.every(({ origin }) => origin.from === 'file');
    const places = list.map(({ origin }) => placeOf(origin)).join(', ');
    return finding('object-duplicate', {
      message: `${nameOf(first.object)} stands in ${list.length} places${isInFiles ? '' : `: ${places}`}`,
      hint: 'keep one of them, or name only the files that belong together',
      where: { origin: first.origin },
      also: list.slice(1).map(({ origin }) => ({ origin })),
    });
  });
}
