// Which Kubernetes object a construct stands for, and what that object is called.
//
// Constructs are known by structure: those of any Kubernetes version's cdk8s-plus package have a
// default child, which is the ApiObject. Names are read at synthesis, when patches and lazy values
// have had their say. Neighbours: fork-props.ts, sandbox-props.ts (where objects are named).

import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { JsonObject, KubeObject } from '../model/manifest';
import { present } from '../model/present';

/** An ApiObject, or a construct with one behind it, such as those of cdk8s-plus. */
export interface ObjectConstruct {
  readonly node: { readonly path: string };
}

export interface NamedObject extends JsonObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** How synthesis reads an object: once for each pass, however many ask for it. */
export type Render = (object: ApiObject) => KubeObject;

/** What an object is called: for good, or as far as it is known at a call. */
export type Naming = (object: ApiObject) => NamedObject;

export function isObjectConstruct(target: unknown): target is ObjectConstruct {
  return typeof target === 'object' && target !== null && 'node' in target;
}

/** The ApiObject behind a construct; undefined for a plain reference, and where there is none. */
export function apiObjectOf(target: object): ApiObject | undefined {
  if (!isObjectConstruct(target)) return undefined;
  try {
    return ApiObject.of(target as IConstruct);
  } catch {
    return undefined;
  }
}

/** Kind, namespace and name as they will stand in the output. */
export function finalNames(render: Render): Naming {
  return (object) => {
    const { kind, metadata } = render(object);
    const name = metadata?.name ?? object.name;
    return present<NamedObject>({ kind, namespace: metadata?.namespace, name });
  };
}

/** Kind and name alone: nothing is rendered while the tree still grows. */
export const earlyNames: Naming = ({ kind, name }) => ({ kind, name });
