// Expectations made wrong, one leaf at a time: a judge that takes a wrong one never looked.

import { isObject, type Json } from '../../lib/model/manifest';

export interface Spoilt {
  /** The way to the leaf: `atBackend.headers.X-Set`. */
  readonly path: string;
  readonly value: Json;
}

function isLeafList(value: Json): value is readonly Json[] {
  return Array.isArray(value) && value.every((one) => typeof one !== 'object');
}

function wrong(value: Json): Json {
  if (typeof value === 'number') return value + 0.5;
  return typeof value === 'boolean' ? !value : `${String(value)}-spoilt`;
}

/** Every value that differs from the given one in one leaf; a list of plain values is one. */
export function spoilt(value: Json, path: readonly string[] = []): readonly Spoilt[] {
  if (isLeafList(value)) {
    return value.length === 0 ? [] : [{ path: path.join('.'), value: value.map(wrong) }];
  }
  const within = (key: string, inner: Json, put: (one: Json) => Json): readonly Spoilt[] =>
    spoilt(inner, [...path, key]).map((one) => ({ path: one.path, value: put(one.value) }));
  if (Array.isArray(value)) {
    const list: readonly Json[] = value;
    return list.flatMap((inner, index) =>
      within(String(index), inner, (one) => list.map((old, at) => (at === index ? one : old))),
    );
  }
  if (!isObject(value)) return [{ path: path.join('.'), value: wrong(value) }];
  return Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [] : within(key, inner, (one) => ({ ...value, [key]: one })),
  );
}
