// Kubernetes' own kinds: schemas from the facts of a release, rules written here.
//
// Neighbours: definition-schema.ts, core-rules.ts, ../kind-check.ts,
// ../../../imports/kubernetes-facts.ts.

import { kinds, kubernetesVersion } from '../../../imports/kubernetes-facts';
import { groupOf } from '../../model/manifest';
import type { KindCheck, KindLookup, Naming, NotServed } from '../kind-check';
import { coreRules } from './core-rules';
import { definitionSchema } from './definition-schema';

/** The kinds of the release that the facts are of. */
export function kubernetesKinds(): KindLookup {
  const known = new Map<string, KindCheck | NotServed | undefined>();
  return (apiVersion, kind) => {
    const id = `${apiVersion} ${kind}`;
    if (known.has(id)) return known.get(id);
    const found = look(apiVersion, kind);
    known.set(id, found);
    return found;
  };
}

function look(apiVersion: string, kind: string): KindCheck | NotServed | undefined {
  const id = `${apiVersion} ${kind}`;
  const facts = Object.hasOwn(kinds, id) ? kinds[id] : undefined;
  if (facts === undefined) return notServed(apiVersion, kind);
  const [scope = '', definition = ''] = facts.split(' ');
  const rules = coreRules(id);
  return {
    schema: definitionSchema(definition),
    isClusterScoped: scope === 'C',
    naming: namingOf(groupOf(apiVersion), kind),
    ...(rules === undefined ? {} : { rules }),
  };
}

/** Of a kind that another version has; of all others nothing is known. */
function notServed(apiVersion: string, kind: string): NotServed | undefined {
  const group = groupOf(apiVersion);
  const served = Object.keys(kinds)
    .map((id) => id.split(' ') as [string, string])
    .filter(([version, own]) => own === kind && groupOf(version) === group)
    .map(([version]) => version)
    .sort();
  if (served.length === 0) return undefined;
  return {
    notServed: `Kubernetes ${kubernetesVersion.replace(/^v|\.\d+$/g, '')} serves no \`${kind}\` as \`${apiVersion}\``,
    hint: `write ${served.join(' or ')}`,
    isExperimental: false,
  };
}

function namingOf(group: string, kind: string): Naming {
  if (group === 'rbac.authorization.k8s.io') return 'segment';
  if (group === '' && kind === 'Service') return 'service';
  return group === '' && kind === 'Namespace' ? 'label' : 'subdomain';
}
