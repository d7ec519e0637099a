// References: Services with ports, and several to one target.

import { expect, test } from 'vitest';
import { ofRule, told } from './told';

const target = { group: '', kind: 'Service', name: 'cart' };

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'a Service without a port',
    ofRule({ backendRefs: [{ name: 'cart' }] }),
    [
      'port-required spec.rules[0].backendRefs[0].port is not there, and is required for Service `cart`',
    ],
  ],
  [
    'another kind without a port',
    ofRule({ backendRefs: [{ group: 'a.example', kind: 'Bucket', name: 'cart' }] }),
    [],
  ],
  [
    'a mirror without a port',
    ofRule({
      filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'cart' } } }],
    }),
    [
      'port-required spec.rules[0].filters[0].requestMirror.backendRef.port is not there, and is required for Service `cart`',
    ],
  ],
  [
    'one parent twice',
    told('HTTPRoute', { parentRefs: [{ name: 'web' }, { name: 'web' }] }),
    ['reference-duplicate spec.parentRefs[1] names the same parent as entry 0'],
  ],
  [
    'one parent as a whole and by a listener',
    told('HTTPRoute', { parentRefs: [{ name: 'web', sectionName: 'a' }, { name: 'web' }] }),
    [
      'reference-ambiguous spec.parentRefs[1] has no `sectionName`, though entry 0 names the same parent with one',
    ],
  ],
  [
    'one parent by two listeners',
    told('HTTPRoute', {
      parentRefs: [
        { name: 'web', sectionName: 'a' },
        { name: 'web', sectionName: 'b' },
      ],
    }),
    [],
  ],
  [
    'parents of one name in two namespaces',
    told('HTTPRoute', { parentRefs: [{ name: 'web' }, { name: 'web', namespace: 'edge' }] }),
    [],
  ],
  [
    'two ports, in the experimental channel',
    told('HTTPRoute', {
      parentRefs: [
        { name: 'web', port: 80 },
        { name: 'web', port: 443 },
      ],
    }),
    [],
  ],
  [
    'two ports, in the standard channel',
    told(
      'HTTPRoute',
      {
        parentRefs: [
          { name: 'web', port: 80 },
          { name: 'web', port: 443 },
        ],
      },
      { channel: 'standard' },
    ),
    ['reference-duplicate spec.parentRefs[1] names the same parent as entry 0'],
  ],
  [
    'a port and a listener of one parent',
    told('HTTPRoute', {
      parentRefs: [
        { name: 'web', port: 80 },
        { name: 'web', sectionName: 'b' },
      ],
    }),
    [
      'reference-ambiguous spec.parentRefs[0] has no `sectionName`, though entry 1 names the same parent with one',
      'reference-ambiguous spec.parentRefs[1] has no `port`, though entry 0 names the same parent with one',
    ],
  ],
  [
    'one target twice',
    told('BackendTLSPolicy', {
      targetRefs: [target, { ...target, sectionName: 'a' }, target],
      validation: { hostname: 'a', wellKnownCACertificates: 'System' },
    }),
    [
      'reference-duplicate spec.targetRefs[2] names the same target as entry 0',
      'reference-ambiguous spec.targetRefs[0] has no `sectionName`, though entry 1 names the same target with one',
      'reference-ambiguous spec.targetRefs[2] has no `sectionName`, though entry 1 names the same target with one',
    ],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
