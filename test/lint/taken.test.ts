// Which objects the law is asked about.

import { expect, test } from 'vitest';
import type { KubeObject } from '../../lib/model/manifest';
import { lawFindings } from '../../lib/pipeline-lint';
import { validate } from '../../lib/validate/validate';
import { gateway, manifests, route, rule, workload } from '../routes';

function told(objects: readonly KubeObject[], context: readonly KubeObject[] = []) {
  const own = manifests(...objects);
  const { findings: refused } = validate({ manifests: own });
  const around = manifests(...context);
  return lawFindings({ manifests: own, context: around, refused, profiles: [] }).map(
    ({ code, message }) => `${code} ${message}`,
  );
}

const [, service] = workload('s');
const fine = [gateway(), ...(service === undefined ? [] : [service])];
const twice = [rule('/a', 's'), rule('/a', 's')];

test('an object that the API server would refuse is not told again, and others are', () => {
  const broken = route('broken', [{ matches: [{ path: { type: 'Bad' } }] }]);
  const all = told([...fine, broken, route('cart', twice)]);
  expect(all).toEqual([
    'rule-shadowed HTTPRoute shop/cart rule 1 never takes a request: rule 0 goes first for all that it matches (/a/*)',
  ]);
});

test('a status is told beside lint', () => {
  const all = told([...fine, route('cart', [rule('/a', 'gone')])]);
  expect(all).toHaveLength(1);
  expect(all[0]).toMatch(/^backend-not-found /);
});

test('nothing is said of what is looked at alone', () => {
  expect(told([...fine], [route('cart', twice)])).toEqual([]);
});

test('of an object that is there twice the first is asked about', () => {
  const again = route('cart', twice);
  expect(told([...fine, route('cart', [rule('/a', 's')]), again])).toEqual([]);
});

test.each(['__proto__', 'constructor'])('names like `%s` are names', (name) => {
  expect(told([...fine, route(name, [rule('/a', 's')])])).toEqual([]);
});
