// Kubernetes objects as plain JSON, and where each came from.
//
// Origins travel beside objects, never inside them as annotations, so that an object
// is written back exactly as it was read. Neighbours: origin.ts, inventory.ts.

import type { Origin } from './origin';

/** What a YAML document can hold. Integers outside ±2^53 are `bigint`, as Kubernetes reads int64. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** A path to a field: `['spec', 'rules', 0, 'matches']`. */
export type FieldPath = readonly (string | number)[];

export interface ObjectMeta extends JsonObject {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
}

/** A Kubernetes object: whatever else it holds passes through untouched. */
export interface KubeObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: ObjectMeta;
}

export interface Manifest {
  readonly object: KubeObject;
  readonly origin: Origin;
}

/** The API group of Gateways, routes and grants. */
export const gatewayGroup = 'gateway.networking.k8s.io';

/** The group of an apiVersion: `apps/v1` is `apps`, `v1` is ``. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** A name as messages write it: `shop/cart`, or `cart` without a namespace or in the unnamed one. */
export function placeText(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** The object as messages name it: `HTTPRoute shop/cart`, or `HTTPRoute cart` without a namespace. */
export function nameOf(object: KubeObject): string {
  const { name, namespace } = object.metadata ?? {};
  return `${object.kind} ${placeText(wordOf(namespace), wordOf(name) ?? '(no name)')}`;
}

/** YAML may hold anything in the place of a name. */
function wordOf(value: Json | undefined): string | undefined {
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an object is of no class of its own, so that its keys are all that it is. */
export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** The value at a path of untyped JSON, or undefined where the path leads nowhere. */
export function at(value: Json | undefined, path: FieldPath): Json | undefined {
  let here: Json | undefined = value;
  for (const step of path) {
    if (Array.isArray(here) && typeof step === 'number') here = here[step];
    else if (isObject(here) && Object.hasOwn(here, step)) here = here[step];
    else return undefined;
  }
  return here;
}

/** Keys that need no quotes to be read. */
const isWord = /^[\w./:$-]+$/;

/** A path as kubectl writes it: `spec.rules[0].matches[1].path`. */
export function fieldName(path: FieldPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      return isWord.test(step) ? `${index ? '.' : ''}${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('');
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
