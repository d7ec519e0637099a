// The metadata of a sandbox's or route group's objects: marks by which they are known again, and
// what is taken over from the baseline object that they were made from.

import type { JsonObject, KubeObject, ObjectMeta } from '../../model/manifest';
import { marks } from '../../model/marks';
import { withoutOwnership } from '../../model/ownership';
import type { Owner } from '../../model/sandbox';
import type { Labels } from '../../model/selector';

/** The labels by which every object of a sandbox or route group is known. */
export function ownerLabels({ kind, name, routingKey }: Owner): Labels {
  return {
    [marks.managedBy]: marks.manager,
    [kind === 'Sandbox' ? marks.sandbox : marks.routeGroup]: name,
    [marks.routingKey]: routingKey,
  };
}

export interface DerivedMeta {
  readonly owner: Owner;
  readonly name: string;
  /** As the baseline object writes it; absent stays absent. */
  readonly namespace: string | undefined;
  /** `Kind/namespace/name` of what the object was derived from. */
  readonly derivedFrom: string;
  /** Labels and annotations to take over, marks of ownership left out. */
  readonly from?: ObjectMeta;
}

export function derivedMeta(meta: DerivedMeta): ObjectMeta {
  const from = meta.from === undefined ? {} : withoutOwnership(meta.from);
  const annotations: Record<string, string> = { ...from.annotations };
  for (const mark of marks.ignore) delete annotations[mark];
  return {
    name: meta.name,
    ...(meta.namespace === undefined ? {} : { namespace: meta.namespace }),
    labels: { ...from.labels, ...ownerLabels(meta.owner) },
    annotations: { ...annotations, [marks.derivedFrom]: meta.derivedFrom },
  };
}

/** The object with one more set of annotations. */
export function annotate(object: KubeObject, annotations: JsonObject): KubeObject {
  const metadata = object.metadata ?? {};
  return {
    ...object,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, ...annotations },
    } as ObjectMeta,
  };
}
