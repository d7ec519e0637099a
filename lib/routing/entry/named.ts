// Objects by the names that people give them: `edge/public`, `public` alone, `/public`.
//
// Neighbours: gateway-address.ts, service-address.ts.

import type { Inventory, NamespaceKey } from '../../model/inventory';
import { placeText } from '../../model/manifest';
import type { SpokenName } from '../../model/request-spec';

/** Why a request has no target, as a sentence without full stop, and what to do about it. */
export interface Problem {
  readonly problem: string;
  readonly hint: string;
}

/** Which of those with the name is meant: a name alone goes to the current namespace, else anywhere. */
export function namedIn<T extends { readonly namespace: NamespaceKey; readonly name: string }>(
  called: readonly T[],
  { namespace }: SpokenName,
  inventory: Inventory,
): readonly T[] {
  const home = inventory.namespaceKey(namespace === '' ? undefined : namespace);
  const own = called.filter((object) => object.namespace === home);
  return own.length > 0 || namespace !== undefined ? own : called;
}

export function spokenText({ namespace, name }: SpokenName): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** As messages name an object: without a namespace where that is the unnamed one. */
export function objectText(kind: string, namespace: NamespaceKey, name: string): string {
  return `${kind} ${placeText(namespace, name)}`;
}

/** What to do where an object of that name stands in the unnamed namespace, and another was asked for. */
export function unnamedHint(
  called: readonly { readonly namespace: NamespaceKey }[],
  { namespace, name }: SpokenName,
): string | undefined {
  const isThere = called.some((object) => object.namespace === '');
  return isThere && namespace !== undefined && namespace !== ''
    ? `did you mean \`/${name}\`? Say \`-n ${namespace}\` where objects without a namespace belong to ${namespace}`
    : undefined;
}
