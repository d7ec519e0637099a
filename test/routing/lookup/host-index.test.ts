// Hostnames that cover a host are found label by label as they are by looking at all of them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHost, coversHost } from '../../../lib/routing/hostname';
import { HostIndex } from '../../../lib/routing/lookup/host-index';
import { compareHosts } from '../../../lib/routing/rank/precedence';
import { route, rule } from '../../routes';
import { tableOf } from '../asking';

const [only] = tableOf([route('r', [rule('/', 'a')])]).routes;

function indexOf(names: readonly string[]): HostIndex {
  const index = new HostIndex();
  const [first] = only?.rules ?? [];
  const [match] = first?.matches ?? [];
  if (only === undefined || first === undefined || match === undefined) throw new Error('no match');
  const candidate = { route: only, rule: first, match, matchIndex: 0 };
  for (const name of names) index.add(name, { candidate, certainty: 'certain' });
  return index;
}

const labels = (...more: readonly string[]) =>
  fc
    .array(fc.constantFrom('a', 'b', 'ab', '__proto__', ...more), { minLength: 1, maxLength: 4 })
    .map((list) => list.join('.'));
const name = fc.oneof(
  labels(),
  labels().map((text) => `*.${text}`),
  fc.constant(anyHost),
);

test('the hostnames that cover a host are found, the most specific first', () => {
  const found = { several: 0, none: 0 };
  const asDescribed = fc.property(
    fc.uniqueArray(name, { maxLength: 12 }),
    // A request may ask for any text: empty labels, a bare dot, nothing, a name with a `*`.
    fc.oneof({ weight: 4, arbitrary: labels() }, labels('', '*')),
    (names, host) => {
      const covering = names.filter((one) => coversHost(one, host));
      covering.sort((left, right) => compareHosts(right, left));
      if (covering.length > 1) found.several += 1;
      if (covering.length === 0) found.none += 1;
      const listed = indexOf(names)
        .covering(host)
        .map((list) => list.host);
      // A host that is spelled as a wildcard is found as itself first.
      expect([...new Set(listed)]).toEqual(covering);
    },
  );
  fc.assert(asDescribed, { numRuns: 3000 });
  expect(Math.min(found.several, found.none)).toBeGreaterThan(300);
});
