// What is expected at the hostname of a preview: the route that it names, with the key.

import { expect, test } from 'vitest';
import type { Claim } from '../../../lib/model/claim';
import { defaultConfig } from '../../../lib/model/config';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import type { HeaderLine, HttpRequest } from '../../../lib/model/request';
import { decide } from '../../../lib/routing/decide';
import { specification } from '../../../lib/routing/law';
import { forkedOutcome } from '../../../lib/verify/expect/forked-outcome';
import {
  previewEffectText,
  previewedEffectText,
  previewPossibilities,
} from '../../../lib/verify/expect/preview';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';
import { tableOf } from '../../routing/asking';
import { claiming } from '../claim/claiming';

const config = {
  ...defaultConfig,
  carriers: [{ type: 'baggage' }, { type: 'header', name: 'X-Key' }] as const,
};

const preview = (name: string, hostname: string) => ({
  hostname,
  route: { kind: 'HTTPRoute' as const, namespace: 'shop', name },
  path: ['spec', 'previews', 0],
});

const host = 'pr-42.shop.test';
const whole = sandbox('pr-42', ['a'], { previews: [preview('r', host)] });

const change = (settings: JsonObject): JsonObject => ({
  filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: settings }],
});
const line = (name: string, value: string) => ({ name, value });

const rules: readonly JsonObject[] = [
  rule('/plain', 'a'),
  rule('/other', 'b'),
  rule('/own', 'a', {}, change({ add: [line('baggage', 'x=1')], set: [line('x-b', '2')] })),
  rule('/set', 'a', {}, change({ set: [line('baggage', 'x=1')] })),
  rule('/lost', 'a', {}, change({ remove: ['baggage', 'x-key'] })),
  { ...rule('/go', 'a'), backendRefs: [], filters: [redirect('r.test')] },
];

function redirect(hostname: string): JsonObject {
  return { type: 'RequestRedirect', requestRedirect: { hostname } };
}

const baseline = [
  gateway(),
  ...workload('a'),
  ...workload('b'),
  route('r', rules, { hostnames: ['shop.test'] }),
];
const derived = deriving(baseline, [whole], config).objects;
const claim = onlyClaim();
const replacing = { claim, weights: 'fork-only' } as const;
const place = { via: 'gateway', scheme: 'http', port: 80 } as const;

function onlyClaim(): Claim {
  const [one] = claiming(derived, [], baseline).claims;
  if (one === undefined) throw new Error('nothing is claimed');
  return one;
}

/** The texts of the named route's rules, and of the preview's, by their place in the routes. */
function texts(objects: readonly KubeObject[]) {
  const [before, after] = [tableOf(baseline), tableOf([...baseline, ...objects])];
  const of = (table: typeof before, name: string) => {
    const named = table.routes.find((one) => one.name === name);
    return (named?.rules ?? []).flatMap((one) => table.candidatesOf(one));
  };
  const at = { law: specification, place };
  return {
    expected: of(before, 'r').map((one) =>
      previewedEffectText(one, { ...at, table: before }, replacing, config),
    ),
    actual: of(after, 'pr-42--r--preview').map((one) =>
      previewEffectText(one, { ...at, table: after }, claim, config),
    ),
  };
}

test('a preview that was derived does what the named route does with the key', () => {
  const { expected, actual } = texts(derived);
  expect(actual).toHaveLength(rules.length);
  expect(actual).toEqual(expected);
});

/** The preview with its filters of the first rule changed. */
function withFilters(filters: readonly JsonObject[]): readonly KubeObject[] {
  return derived.map((object) => {
    if (object.metadata?.name !== 'pr-42--r--preview') return object;
    const spec = object.spec as { readonly rules: readonly JsonObject[] };
    const [first, ...others] = spec.rules;
    return {
      ...object,
      spec: { ...spec, rules: [{ ...first, filters }, ...others] },
    } as KubeObject;
  });
}

const baggage = 'sd-routing-key=pr-42';
const sets = (settings: JsonObject) => [
  { type: 'RequestHeaderModifier', requestHeaderModifier: settings },
];

test.each<[what: string, filters: readonly JsonObject[], isKept: boolean]>([
  ['in one header of two', sets({ add: [line('Baggage', baggage)] }), true],
  ['in the other', sets({ set: [line('x-key', 'pr-42')] }), true],
  ['nowhere', [], false],
  ['of another sandbox', sets({ add: [line('baggage', 'sd-routing-key=pr-43')] }), false],
  ['as a property', sets({ add: [line('baggage', `x=1;${baggage}`)] }), false],
  ['over what others have written there', sets({ set: [line('baggage', baggage)] }), false],
  ['with a member of another name', sets({ add: [line('baggage', `x=1,${baggage}`)] }), false],
  ['and another header', sets({ add: [line('baggage', baggage), line('x', '1')] }), false],
])('a preview sets the key %s', (_, filters, isKept) => {
  const { expected, actual } = texts(withFilters(filters));
  expect(actual[0] === expected[0]).toBe(isKept);
  expect(actual.slice(1)).toEqual(expected.slice(1));
  for (const sent of [[], [['baggage', 'y=2']], [['x-other', '3']]] as const) {
    expect(isSeen('/plain', withFilters(filters), sent)).toBe(isKept);
  }
});

/** Whether a request at the preview goes as it goes with the key on the named route. */
function isSeen(
  path: string,
  objects: readonly KubeObject[],
  headers: readonly HeaderLine[],
): boolean {
  const request: HttpRequest = {
    protocol: 'http',
    target: { to: 'gateway', namespace: 'shop', name: 'edge', port: 80 },
    method: 'GET',
    host,
    path,
    headers,
  };
  const member = headers.find(([name]) => name === 'baggage')?.[1];
  const keyed: HttpRequest = {
    ...request,
    headers: [
      ...headers.filter(([name]) => name !== 'baggage'),
      ['baggage', member === undefined ? baggage : `${member},${baggage}`],
      ['x-key', 'pr-42'],
    ],
  };
  const asked = baseline.map((object) =>
    object.kind === 'HTTPRoute' ? route('r', rules, { hostnames: [host] }) : object,
  );
  const outcome = forkedOutcome(decide(tableOf(asked), keyed), replacing);
  const told = decide(tableOf([...baseline, ...objects]), request);
  const [one, other] = [
    previewPossibilities(outcome, keyed, claim, config),
    previewPossibilities(told, request, claim, config),
  ];
  return sorted(one) === sorted(other);
}

const sorted = (texts: ReadonlySet<string>) => [...texts].sort().join('\n');

test.each(['/plain', '/other', '/own', '/set', '/lost', '/go', '/none'])(
  'a request for %s at a preview goes as one with the key goes on the named route',
  (path) => {
    for (const sent of [[], [['baggage', 'y=2']], [['x-other', '3']]] as const) {
      expect(isSeen(path, derived, sent)).toBe(true);
    }
  },
);
