// Routes that share the hostnames of a previewed one, and do not answer at the preview: a site
// whose paths are spread over several routes needs a preview of each, or parts of it are not there.
//
// Neighbours: previews.ts (who asks), preview-hosts.ts (which routes have a hostname).

import { type Finding, finding } from '../../model/finding';
import { collect } from '../../model/groups';
import { nameOf } from '../../model/manifest';
import type { ParentRef, Route } from '../../model/route';
import type { Asked } from './preview-findings';
import type { PreviewHosts } from './preview-hosts';

interface Placed {
  readonly asked: Asked;
  readonly route: Route;
  /** Those that take the hostname. */
  readonly parents: readonly ParentRef[];
}

/** One finding for each hostname of a sandbox's previews. */
export function previewGaps(placed: readonly Placed[], hosts: PreviewHosts): readonly Finding[] {
  const byHost = new Map<string, Placed[]>();
  for (const one of placed) collect(byHost, one.asked.preview.hostname, one);
  return [...byHost.values()].flatMap((own): Finding[] => {
    const there = new Set(own.map(({ route }) => route));
    const [first] = own;
    const missing = [...new Set(own.flatMap((one) => besides(one, hosts)))].filter(
      (route) => !there.has(route),
    );
    const [route, ...more] = missing;
    if (first === undefined || route === undefined) return [];
    return [gap(first, route, more.length)];
  });
}

/** Routes of one kind that have a host of the route's on one Gateway. */
function besides({ route, parents }: Placed, hosts: PreviewHosts): readonly Route[] {
  const { table } = hosts;
  const acceptances = parents.flatMap((parent) => table.attachmentOf(parent)?.listeners ?? []);
  return acceptances.flatMap(({ listener, hosts: own }) =>
    own.flatMap((host) => hosts.routesOn(listener, host).filter(({ kind }) => kind === route.kind)),
  );
}

function gap({ asked, route }: Placed, other: Route, more: number): Finding {
  const { sandbox, preview } = asked;
  const names = `${nameOf(other.manifest.object)}${more === 0 ? '' : ` and ${more} more`}`;
  const [have, answer] = more === 0 ? ['has', 'does'] : ['have', 'do'];
  return finding('preview-partial', {
    message: `at \`${preview.hostname}\` of sandbox ${sandbox.name} ${names}, which ${have} a hostname of ${nameOf(route.manifest.object)} in the baseline, ${answer} not answer`,
    hint: 'add a preview of each at the same hostname, where what it serves is wanted there',
    where: { origin: sandbox.origin, path: [...preview.path, 'route'] },
    also: [{ origin: other.manifest.origin }],
  });
}
