// What must hold of derived objects by themselves, and of the way in which they come about: an
// owner knows nothing of the others, nor of the order of the input, nor of what was written before.

import type { RouteGroupSpec, SandboxSpec } from '../../lib/model/sandbox';
import type { Case } from '../arbitrary/baseline';
import { type Derived, type Deriving, objectsOf } from './derive';
import { brokenLaws } from './object-law';
import { isMember } from './owners';

/** What is wrong, one sentence for each; nothing where all is well. */
export function wrongObjects(subject: Case, derived: Derived, deriving: Deriving): string[] {
  const owners = [...subject.sandboxes, ...subject.groups];
  const laws = owners.flatMap((owner) => {
    const own = derived.owners.find(({ name }) => name === owner.name);
    // A group that matches no sandbox has nothing to write.
    if (own === undefined) return isEmpty(owner, subject) ? [] : [`${owner.name} is not derived`];
    return brokenLaws(subject.objects, own.objects, owner);
  });
  return [...laws, ...unsteady(subject, derived, deriving)];
}

function isEmpty(owner: SandboxSpec | RouteGroupSpec, { sandboxes }: Case): boolean {
  return owner.kind === 'RouteGroup' && !sandboxes.some((one) => isMember(one, owner.match));
}

function unsteady(subject: Case, derived: Derived, deriving: Deriving): string[] {
  const wrong: string[] = [];
  const written = new Map(
    derived.owners.map(({ name, objects }) => [name, JSON.stringify(objects)]),
  );
  const compare = (other: Derived, names: readonly string[], otherwise: string) => {
    for (const name of names) {
      const found = other.owners.find((one) => one.name === name);
      const text = found === undefined ? undefined : JSON.stringify(found.objects);
      if (text !== written.get(name)) wrong.push(`${name} derives differently ${otherwise}`);
    }
  };
  // What was written before is in the input again, as after `kubectl get` or in a rendered folder.
  const again = [...objectsOf(derived), ...subject.objects].reverse();
  const all = [...written.keys()];
  compare(
    deriving({ ...subject, objects: again }),
    all,
    'in another order, beside its own objects',
  );
  for (const [sandboxes, groups] of subsets(subject)) {
    const names = [...sandboxes, ...groups].map(({ name }) => name);
    compare(deriving({ ...subject, sandboxes, groups }), names, `beside ${names.join(', ')} alone`);
  }
  return wrong;
}

/** The first sandbox alone, then all but the first, with the groups that lose no sandbox by it. */
function subsets({ sandboxes, groups }: Case) {
  const lists = sandboxes.length > 1 ? [sandboxes.slice(0, 1), sandboxes.slice(1)] : [];
  const without = groups.length > 0 ? [[sandboxes, []] as const] : [];
  return [
    ...without,
    ...lists.map((list) => {
      const gone = sandboxes.filter((one) => !list.includes(one));
      const whole = groups.filter(
        ({ match }) =>
          !gone.some((one) => isMember(one, match)) && list.some((one) => isMember(one, match)),
      );
      return [list, whole] as const;
    }),
  ];
}
