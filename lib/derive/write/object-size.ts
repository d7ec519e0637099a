// Objects that the cluster would not store: more than 1 MiB, or annotations of more than 256 KiB.
//
// etcd takes requests of a bounded size, and the API server sums up the keys and values of
// annotations, and the values of a ConfigMap or Secret. Lengths are counted in UTF-8, and roughly
// first: hardly any object is near. Neighbour: ../derive.ts (who asks, of what is written alone).

import type { SandboxDerivation } from '../../model/derivation';
import { type Finding, finding } from '../../model/finding';
import { isObject, type Json, type KubeObject, nameOf } from '../../model/manifest';
import { ownerText } from '../../model/sandbox';

const mebibyte = 1024 * 1024;

export const sizeLimits = { object: mebibyte, annotations: mebibyte / 4 } as const;

export function sizeFindings(
  derived: readonly Pick<SandboxDerivation, 'owner' | 'objects'>[],
): readonly Finding[] {
  return derived.flatMap(({ owner, objects }) =>
    objects.flatMap((object) => {
      const problem = problemOf(object);
      if (problem === undefined) return [];
      return finding('object-too-large', {
        message: `${ownerText(owner)} would write ${nameOf(object)} with ${problem}, more than the cluster stores`,
        hint: 'keep large content in a volume or an image, and annotations small',
        where: { origin: owner.origin },
        sandbox: owner.name,
      });
    }),
  );
}

function problemOf(object: KubeObject): string | undefined {
  const { annotations = {} } = object.metadata ?? {};
  const ofAnnotations = sizeWithin(annotations, sizeLimits.annotations);
  if (ofAnnotations !== undefined) return `annotations of ${kibibytes(ofAnnotations)}`;
  const ofAll = sizeWithin(object, sizeLimits.object);
  return ofAll === undefined ? undefined : `a content of ${kibibytes(ofAll)}`;
}

function kibibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}

/** The bytes of all keys and texts, where they are more than the limit. */
function sizeWithin(value: Json, limit: number): number | undefined {
  // A character takes three bytes of UTF-8 at most, so few need a second look.
  if (sizeOf(value, ({ length }) => length * 3) <= limit) return undefined;
  const exact = sizeOf(value, utf8Length);
  return exact > limit ? exact : undefined;
}

/** Keys and texts; a mark or two of JSON for each value does not matter here. */
function sizeOf(value: Json | undefined, lengthOf: (text: string) => number): number {
  if (typeof value === 'string') return lengthOf(value);
  if (Array.isArray(value)) {
    let sum = 0;
    for (const inner of value as readonly Json[]) sum += sizeOf(inner, lengthOf);
    return sum;
  }
  if (!isObject(value)) return value === undefined ? 0 : 4;
  let sum = 0;
  for (const [key, inner] of Object.entries(value)) sum += lengthOf(key) + sizeOf(inner, lengthOf);
  return sum;
}

/** Without copying the text: surrogates come in pairs, of four bytes together. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
