// Previews of routes that ask for the header in which the key travels: what a request with the key
// meets there, one without it must meet as well.

import { expect, test } from 'vitest';
import type { Carrier } from '../../../lib/model/config';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';

const header: Carrier = { type: 'header', name: 'x-routing-key' };
const baggage: Carrier = { type: 'baggage' };

/** A preview of a route with one rule that asks for something, apart from the forked one. */
function previewing(
  carrier: Carrier,
  asked: { readonly [name: string]: string },
  rules = [rule('=/a', 'a'), rule('=/b', 'b', asked)],
) {
  const objects = [
    gateway(),
    ...workload('a'),
    ...workload('b'),
    route('r', rules, { hostnames: ['www.a.test'] }),
  ];
  const preview = {
    hostname: 'pr.a.test',
    route: { kind: 'HTTPRoute', namespace: 'shop', name: 'r' },
    path: ['spec', 'previews', 0],
  } as const;
  const owner = sandbox('pr-42', ['a'], { previews: [preview] });
  return deriving(objects, [owner], { carriers: [carrier] });
}

const member = (key: string) => `~^(.*,)?\\s*sd-routing-key\\s*=\\s*${key}\\s*([,;].*)?$`;

test.each<[carrier: Carrier, asked: { readonly [name: string]: string }]>([
  [header, { 'x-routing-key': 'pr-42' }],
  [header, { 'X-Routing-Key': '~pr-.*' }],
  [baggage, { baggage: member('pr-42') }],
  [baggage, { baggage: '~.*team=blue.*' }],
])('a rule that the key itself may meet is no rule of a preview: %o %o', (carrier, asked) => {
  const { findings, objects } = previewing(carrier, asked);
  const [name = ''] = Object.keys(asked);
  expect(findings.map(({ code, message }) => [code, message])).toEqual([
    [
      'preview-refused',
      `sandbox pr-42 asks for a preview at \`pr.a.test\`, and HTTPRoute shop/r rule 1 matches the header \`${name.toLowerCase()}\`, in which the routing key travels: a request that comes without the key would miss that rule`,
    ],
  ]);
  expect(objects).toEqual([]);
});

test.each<[carrier: Carrier, asked: { readonly [name: string]: string }]>([
  [header, { 'x-routing-key': 'other' }],
  [header, { 'x-routing-key': '~^[0-9]+$' }],
  [baggage, { baggage: 'team=blue' }],
  [baggage, { baggage: member('pr-4') }],
])('a rule that no request with the key meets is left out: %o %o', (carrier, asked) => {
  const { codes, lines } = previewing(carrier, asked);
  expect(codes).toEqual([]);
  expect(lines.filter((line) => line.includes('preview'))).toEqual([
    'pr-42--r--preview: =/a -> [RequestHeaderModifier] a-pr-42',
  ]);
});

test('a preview of which no rule is left is refused', () => {
  const asked = { baggage: 'team=blue' };
  const { findings } = previewing(baggage, asked, [rule('=/b', 'b', asked)]);
  expect(findings.map(({ message }) => message)).toContain(
    'sandbox pr-42 asks for a preview at `pr.a.test`, and every rule of HTTPRoute shop/r asks for another value of `baggage` than the routing key: no request with the key meets one',
  );
});
