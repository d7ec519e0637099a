import { describe, expect, test } from 'vitest';
import type { DecidedBy } from '../../lib/model/decision';
import { inventoryOf } from '../../lib/model/inventory';
import type { KubeObject } from '../../lib/model/manifest';
import { likenessOf } from '../../lib/report/match-likeness';
import { resolve } from '../../lib/resolve/route-table';
import { grpcRoute, manifests, match, route } from '../routes';

function by(object: KubeObject): DecidedBy {
  const [only] = resolve(inventoryOf(manifests(object))).table.routes;
  if (only === undefined) throw new Error('no route');
  return { route: only, rule: 0, match: 0 };
}

const http = (text: string, headers = {}) =>
  by(route('r', [{ matches: [match(text, headers)], backendRefs: [{ name: 'a', port: 80 }] }]));
const grpc = (method: object, headers: readonly object[] = []) =>
  by(grpcRoute('r', [{ matches: [{ method, headers } as never] }]));

describe('one match stands to another', () => {
  const key = { baggage: '~k' };
  test.each<[string, DecidedBy, DecidedBy, string]>([
    ['its like', http('/a', { 'x-a': '1' }), http('/a', { 'X-A': '1' }), 'same'],
    [
      'its twin',
      http('/a?x=1', { 'x-a': '1', ...key }),
      http('/a?x=1', { 'x-a': '1' }),
      'narrower',
    ],
    ['its twin by a parameter', http('/a?k=1'), http('/a'), 'narrower'],
    ['one of another path', http('/b', key), http('/a'), 'other'],
    ['one of another kind of path', http('=/a', key), http('/a'), 'other'],
    ['one that lost a method', http('/a', key), http('POST /a'), 'other'],
    ['one that lost a header', http('/a', key), http('/a', { 'x-a': '1' }), 'other'],
    [
      'one of another value',
      http('/a', { 'x-a': '2', ...key }),
      http('/a', { 'x-a': '1' }),
      'other',
    ],
    [
      'a call to a call',
      grpc({ service: 's' }, [{ name: 'k', value: '1' }]),
      grpc({ service: 's' }),
      'narrower',
    ],
    ['a call to a path', grpc({ service: 's' }), http('/s'), 'other'],
  ])('%s', (_, one, other, likeness) => {
    expect(likenessOf(one, other)).toBe(likeness);
  });

  test('where there is no match at all', () => {
    const { match: __, ...none } = http('/a');
    expect(likenessOf(none, http('/a'))).toBe('other');
    expect(likenessOf(http('/a'), { ...http('/a'), rule: 7 })).toBe('other');
  });
});
