// Policies that hold anything at all where something else should be: nothing breaks on them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { peerKinds } from '../../../lib/derive/selectors/peer-kinds';
import { selectingKinds } from '../../../lib/derive/selectors/selecting-kinds';
import type { Json } from '../../../lib/model/manifest';
import { policy, protecting } from './protected';

const kinds = [...selectingKinds, ...peerKinds]
  .flatMap((row) => row.kinds)
  .map((kind) => kind.replace('*', 'Anything'))
  .filter((kind) => !kind.startsWith('/') && !/^(?:apps|batch|extensions|argoproj)/.test(kind));

/** Words that the readers look for, so that odd values stand where they look. */
const words = [
  ...['podSelector', 'selector', 'matchLabels', 'matchExpressions', 'workloadSelector', 'labels'],
  ...['ingress', 'egress', 'from', 'to', 'fromEndpoints', 'ports', 'rules', 'subject', 'pods'],
  ...['targetRef', 'targetRefs', 'targetSelectors', 'sectionName', 'kind', 'name', 'namespace'],
  ...['host', 'hosts', 'subsets', 'operation', 'server', 'parentRefs', 'namespaceSelector'],
  ...['endpointSelector', '__proto__', 'constructor', 'app', 'group', 'key', 'operator', 'values'],
] as const;

const odd = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<Json>(
      'a',
      'r',
      'HTTPRoute',
      'Service',
      'Server',
      'In',
      'shop',
      null,
      true,
      7,
      9n,
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test('whatever a policy holds, deriving comes to an end and nothing is thrown', () => {
  const property = fc.property(fc.constantFrom(...kinds), odd, (kind, spec) => {
    expect(() => protecting([policy(kind, spec)])).not.toThrow();
  });
  fc.assert(property, { numRuns: 300 });
});

test('so does a policy of an unknown kind', () => {
  const property = fc.property(odd, (spec) => {
    expect(() => protecting([policy('example.com/AnyPolicy', spec)])).not.toThrow();
  });
  fc.assert(property, { numRuns: 200 });
});
