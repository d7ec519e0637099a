// Kubernetes objects on their way out of a construct tree (the baseline) and back into it (what
// was derived). Derived objects are ordinary ApiObjects below their Sandbox, so that every way
// of synthesizing prints them in the sandbox's chart.

import { ApiObject, Chart, Lazy } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { groupKindOf } from '../model/inventory';
import {
  isObject,
  type Json,
  type KubeObject,
  listOf,
  type Manifest,
  textOf,
} from '../model/manifest';
import { settled } from './plain-data';

/** What one ApiObject stands for: itself, or the entries of a `List`, which cdk8s leaves whole. */
export function manifestsOf(construct: IConstruct, object: KubeObject): readonly Manifest[] {
  const origin = { from: 'construct', path: construct.node.path } as const;
  if (object.apiVersion !== 'v1' || !object.kind.endsWith('List')) return [{ object, origin }];
  return listOf(object.items)
    .filter(isKubeObject)
    .map((item) => ({ object: item, origin }));
}

function isKubeObject(value: Json): value is KubeObject {
  return (
    isObject(value) && textOf(value.apiVersion) !== undefined && textOf(value.kind) !== undefined
  );
}

/** Puts derived objects below their sandbox, in place of those of an earlier synthesis. */
export function replaceDerived(
  sandbox: Construct,
  before: readonly ApiObject[],
  manifests: readonly Manifest[],
): readonly ApiObject[] {
  for (const { node } of before) {
    if (sandbox.node.tryFindChild(node.id)?.node === node) sandbox.node.tryRemoveChild(node.id);
  }
  return manifests.map(({ object }) => derivedObject(sandbox, object));
}

function derivedObject(sandbox: Construct, object: KubeObject): ApiObject {
  // Plain copies, since cdk8s renders no object without Object's prototype.
  const { apiVersion, kind, metadata = {}, ...rest } = settled(object) as KubeObject;
  const { namespace } = metadata;
  const stamped = Chart.of(sandbox).namespace !== undefined && namespace === undefined;
  return new ApiObject(sandbox, idOf(sandbox, object), {
    ...rest,
    apiVersion,
    kind,
    // A chart fills in its own namespace where none is given; a lazy value that comes to nothing
    // is given. A fork lives where its baseline lives, whatever chart its sandbox stands in.
    metadata: { ...metadata, ...(stamped ? { namespace: nothing } : {}) },
  });
}

const nothing = Lazy.any({ produce: () => undefined });

/** `deployment.shop.cart-pr-42`: never a number, which would change the order of children. */
function idOf(sandbox: Construct, object: KubeObject): string {
  const { namespace = '', name = '' } = object.metadata ?? {};
  const id = `${object.kind.toLowerCase()}.${namespace}.${name}`;
  if (sandbox.node.tryFindChild(id) === undefined) return id;
  return `${groupKindOf(object).toLowerCase()}.${namespace}.${name}`;
}
