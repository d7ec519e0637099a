// Kinds as CustomResourceDefinitions define them: the cluster's own word on its kinds.
//
// Where two define a kind the first one counts. A schema is read when the first object of its kind and
// version is met, and what is wrong with it is told then: CRDs come in bundles, of which most
// are never used. Neighbours: read-crd.ts, crd-schema.ts, ../kind-check.ts.

import { type Finding, finding } from '../../model/finding';
import { type Manifest, nameOf } from '../../model/manifest';
import { isSameJson } from '../../model/same-json';
import type { KindCheck, KindLookup, NotServed } from '../kind-check';
import { crdSchema } from './crd-schema';
import { type CustomKind, isCrd, readCrd } from './read-crd';

export interface CustomKinds {
  readonly look: KindLookup;
  /** What is wrong with the definitions; complete when everything was looked up. */
  readonly findings: () => readonly Finding[];
}

/** @param manifests what is no CustomResourceDefinition among them is passed over */
export function customKinds(manifests: readonly Manifest[]): CustomKinds {
  const findings: Finding[] = [];
  const kinds = new Map<string, CustomKind>();
  for (const crd of manifests) {
    if (!isCrd(crd)) continue;
    const read = readCrd(crd);
    findings.push(...read.findings);
    if (read.kind === undefined) continue;
    const id = idOf(read.kind.group, read.kind.kind);
    const first = kinds.get(id);
    if (first === undefined) kinds.set(id, read.kind);
    else if (!isSameJson(first.crd.object.spec, crd.object.spec)) {
      findings.push(twice(first, crd));
    }
  }
  const known = new Map<string, KindCheck | NotServed | undefined>();
  const look: KindLookup = (apiVersion, kind) => {
    const slash = apiVersion.indexOf('/');
    if (slash < 0 || kinds.size === 0) return undefined;
    const id = `${apiVersion} ${kind}`;
    if (known.has(id)) return known.get(id);
    const own = kinds.get(idOf(apiVersion.slice(0, slash), kind));
    const found = own && checkOf(own, apiVersion.slice(slash + 1), (one) => findings.push(one));
    known.set(id, found);
    return found;
  };
  return { look, findings: () => findings };
}

function idOf(group: string, kind: string): string {
  return `${group} ${kind}`;
}

function twice(first: CustomKind, second: Manifest): Finding {
  return finding('crd-twice', {
    message: `${nameOf(second.object)} defines kind \`${first.kind}\` once more and otherwise, and the first definition counts`,
    hint: 'give the definition that the cluster has, and no other',
    where: { origin: second.origin },
    also: [{ origin: first.crd.origin }],
    object: nameOf(second.object),
  });
}

function checkOf(
  own: CustomKind,
  version: string,
  tell: (finding: Finding) => void,
): KindCheck | NotServed {
  const { group, kind, versions, isClusterScoped } = own;
  const asked = versions.find(({ name }) => name === version);
  if (asked?.isServed)
    return { ...crdSchema(own, asked, tell), isClusterScoped, naming: 'subdomain' };
  const served = versions.filter(({ isServed }) => isServed).map(({ name }) => `${group}/${name}`);
  return {
    notServed: `${nameOf(own.crd.object)} serves no \`${kind}\` as \`${group}/${version}\``,
    hint: served.length === 0 ? 'leave the object out' : `write ${served.join(' or ')}`,
    isExperimental: false,
  };
}
