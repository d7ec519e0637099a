// What the sandboxes change, in words.

import { expect, test } from 'vitest';
import { summarize } from '../../lib/pipeline';
import { deriving, gateway, route, rule, sandbox, workload } from '../routes';

test('forks, the requests that reach them, and the shields beside them', () => {
  const objects = [
    gateway(),
    ...workload('a'),
    ...workload('b'),
    route('r', [rule('/', 'a'), rule('/?debug=1', 'b')], { hostnames: ['a.test'] }),
  ];
  const { derived } = deriving(objects, [sandbox('pr-42', ['a'])], { profiles: ['specification'] });
  const text = summarize(derived.sandboxes);
  expect(text).toContain('sandbox pr-42  routing key pr-42, 3 objects\n');
  expect(text).toContain('Deployment shop/a -> a-pr-42, with Service a-pr-42\n');
  expect(text).toContain('  HTTPRoute shop/pr-42--r  (a.test)\n');
  expect(text).toMatch(/fork +\/\* -> a-pr-42:80\n/);
  expect(text).toMatch(/shield +\/\*, \?debug=1 -> b:80\n/);
  expect(text).toContain('1 for specification');
});

test('no sandboxes are no text', () => {
  expect(summarize([])).toBe('');
});
