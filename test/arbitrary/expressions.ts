// Expressions for matches, each with texts that it takes, and texts that some readings take and
// others do not: cut off, embedded, or of an alternative that is not the first.

import { keyMatch } from '../../lib/routing/carrier';

export interface Sample {
  readonly hits: readonly string[];
  readonly near: readonly string[];
}

type Samples = Readonly<Record<string, Sample>>;

export const pathExpressions: Samples = {
  '/a.*': { hits: ['/a', '/a/b', '/ab'], near: ['/x/a'] },
  '/v[0-9]+': { hits: ['/v1', '/v22'], near: ['/v1/x', '/x/v1', '/v'] },
  '^/(?:a|ab)$': { hits: ['/a', '/ab'], near: ['/abc', '/a/'] },
  '/(a|ab)': { hits: ['/a', '/ab'], near: ['/x/ab', '/a/b'] },
  '/(?=a)a': { hits: ['/a'], near: ['/b'] },
};

export const valueExpressions: Samples = {
  '[12]': { hits: ['1', '2'], near: ['12', '3', '1,3'] },
  '1.*': { hits: ['1', '12'], near: ['21', '2'] },
  'a|ab': { hits: ['a', 'ab'], near: ['xab', 'b'] },
  '.*': { hits: ['1', 'anything'], near: [''] },
  '(?<!x)1': { hits: ['1'], near: ['x1', '2'] },
};

const keys = Array.from({ length: 12 }, (_, index) => `k${index + 1}`);
const keyName = 'sd-routing-key';

/** What a keyed twin asks for: one of many keys, in one of three carriers. */
export interface Keyed extends Sample {
  readonly header: string;
  readonly match: { readonly type: string; readonly name: string; readonly value: string };
}

export const keyedHeaders: readonly Keyed[] = keys.flatMap((key): Keyed[] => {
  const member = `${keyName}=${key}`;
  const near = [`${member}9`, `x${member}`, `u=${member}`, `u=1;${member}`, key];
  const lists = [member, `u=1,${member}`, `\t${member} ,v=2`];
  const propertied = [`${member};p=1,u=2`, `u=1 , ${keyName} = ${key} ; p`];
  return [
    {
      header: 'baggage',
      match: keyMatch({ type: 'baggage' }, keyName, key),
      hits: [...lists, ...propertied],
      near,
    },
    {
      header: 'tracestate',
      match: keyMatch({ type: 'tracestate' }, keyName, key),
      hits: lists,
      near: [...near, ...propertied],
    },
    {
      header: 'x-routing-key',
      match: keyMatch({ type: 'header', name: 'x-routing-key' }, keyName, key),
      hits: [key],
      near: [`${key}9`, `${key},k1`, key.toUpperCase()],
    },
  ];
});
