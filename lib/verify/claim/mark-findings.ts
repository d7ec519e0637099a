// What there is to say of marks that cannot be held against anything.
//
// Neighbours: marked.ts (who finds them), ../../model/marks.ts.

import { type Finding, finding } from '../../model/finding';
import { type Manifest, nameOf, placeText } from '../../model/manifest';
import { marks, type Source } from '../../model/marks';

const again = 'derive the sandbox again, or say what it does with `-s`';

function invalid(manifest: Manifest, problem: string, also: readonly Manifest[] = []): Finding {
  return finding('mark-invalid', {
    message: `${nameOf(manifest.object)} ${problem}`,
    hint: again,
    where: { origin: manifest.origin, path: ['metadata'] },
    ...(also.length === 0 ? {} : { also: also.map(({ origin }) => ({ origin })) }),
  });
}

export function ofTwoOwners(manifest: Manifest, sandbox: string, group: string): Finding {
  return invalid(
    manifest,
    `is marked as of sandbox \`${sandbox}\` and of route group \`${group}\``,
  );
}

export function keyMissing(manifest: Manifest): Finding {
  return invalid(
    manifest,
    `has no label \`${marks.routingKey}\`, and is marked as a sandbox's own`,
  );
}

export function keyDiffers(first: Manifest, second: Manifest): Finding {
  const problem = `and ${nameOf(second.object)} are of one sandbox, and name two routing keys`;
  return invalid(first, problem, [second]);
}

export function keyInvalid(manifest: Manifest, key: string): Finding {
  return invalid(manifest, `names \`${key}\` as its routing key, which none can be`);
}

export function markUnread(manifest: Manifest, mark: string): Finding {
  return invalid(manifest, `has an annotation \`${mark}\` that cannot be read`);
}

export function markDiffers(first: Manifest, second: Manifest, mark: string): Finding {
  const problem = `and ${nameOf(second.object)} are of one sandbox, and differ in \`${mark}\``;
  return invalid(first, problem, [second]);
}

export function membersUnsaid(manifest: Manifest, group: string): Finding {
  return invalid(
    manifest,
    `is of route group \`${group}\`, and has no annotation \`${marks.members}\` with its sandboxes`,
  );
}

export function forkedTwice(first: Manifest, second: Manifest): Finding {
  const problem = `and ${nameOf(second.object)} are of one sandbox, and forks of one Service`;
  return invalid(first, problem, [second]);
}

export function sourceMissing(manifest: Manifest, { kind, namespace, name }: Source): Finding {
  return invalid(
    manifest,
    `was made from ${kind} ${placeText(namespace, name)}, which the baseline does not hold`,
  );
}
