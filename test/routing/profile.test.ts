// Profiles: every deviation is one and has a source, and docs/profiles.md says what the data say.
//
// The comparison with conformance reports is skipped where their facts are not beside this folder.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Law, specification } from '../../lib/routing/law';
import {
  derivingObstacle,
  derivingProfileNames,
  doAgesSettle,
  ordersOf,
  type Profile,
  profileNames,
  profileOf,
} from '../../lib/routing/profile';
import { features, type Supports, supportsOf } from '../../lib/routing/profiles/support';
import { everyOrder, orders } from '../../lib/routing/rank/order';

const root = resolve(__dirname, '../..');

function known(name: string): Profile {
  const found = profileOf(name);
  if (found === undefined) throw new Error(`no profile ${name}`);
  return found;
}

const all = profileNames.map(known);

test('what is no profile is none, keys of objects included', () => {
  for (const name of ['nginx', '__proto__', 'constructor', 'toString', '']) {
    expect(profileOf(name)).toBeUndefined();
    expect(ordersOf([name])).toEqual([]);
  }
});

test('the specification deviates in nothing', () => {
  expect(known('specification').law).toEqual(specification);
});

test.each(all)('$name: each deviation is one, is told once, and names a source', (profile) => {
  const traits = profile.deviations.map(({ trait }) => trait);
  expect([...new Set(traits)]).toEqual(traits);
  for (const { trait, value, source } of profile.deviations) {
    expect(value).not.toEqual(specification[trait]);
    expect(profile.law[trait]).toBe(value);
    expect(source.length).toBeGreaterThan(10);
  }
  for (const trait of Object.keys(specification) as (keyof Law)[]) {
    if (!traits.includes(trait)) expect(profile.law[trait]).toBe(specification[trait]);
  }
  expect(profile.title).not.toBe('');
  expect(profile.seen).not.toBe('');
});

test('every known order belongs to a profile', () => {
  const used = new Set(all.flatMap(({ law }) => law.orders));
  expect(Object.values(orders).filter((order) => !used.has(order))).toEqual([]);
});

test('deriving takes no order that adds all up, and no data plane that reads less', () => {
  const others = profileNames.filter((name) => !derivingProfileNames.includes(name));
  expect(others).toEqual([
    'traefik',
    'haproxy-ingress',
    'azure-application-gateway-for-containers',
  ]);
});

test.each([
  ['traefik', 'adds path, method, headers, query and the length of a hostname up to one number'],
  ['haproxy-ingress', 'reads neither methods nor query parameters'],
  [
    'azure-application-gateway-for-containers',
    'every request for one that meets a header expression',
  ],
])('%s is refused by name, with the reason', (name, reason) => {
  expect(derivingObstacle(name)).toContain(known(name).title);
  expect(derivingObstacle(name)).toContain(reason);
});

test('what is no profile, and what deriving takes, has no obstacle', () => {
  for (const name of [...derivingProfileNames, 'nginx', '__proto__']) {
    expect(derivingObstacle(name)).toBeUndefined();
  }
});

test('ages settle ties but for the one data plane that does not look at them', () => {
  expect(derivingProfileNames.filter((name) => !doAgesSettle([name]))).toEqual(['agentgateway']);
  expect(doAgesSettle([])).toBe(true);
  expect(doAgesSettle(['istio', 'agentgateway'])).toBe(false);
});

/** By the comparison of header matching in what implementations were seen to do. */
test('expressions on headers: who takes them, who does not, who is not known to', () => {
  const answers = (answer: string) =>
    profileNames.filter((name) => supportsOf(name)?.['header expressions'].answer === answer);
  expect(answers('no')).toEqual(['azure-application-gateway-for-containers']);
  expect(answers('open')).toEqual(['aws', 'gke']);
  expect(answers('yes')).toHaveLength(profileNames.length - 4);
  expect(supportsOf('specification')).toBeUndefined();
  expect(supportsOf('constructor')).toBeUndefined();
});

test('an order that nobody has looked at may be any of those that deriving honours', () => {
  for (const name of ['gke', 'airlock', 'azure-application-gateway-for-containers']) {
    expect(known(name).law.orders).toBe(everyOrder);
  }
});

/** What is read of header values, by the traits of gateway-api's comparison of implementations. */
test.each([
  ['istio', ['whole'], ['joined', 'any line'], 'no', 'equal'],
  ['envoy-gateway', ['whole'], ['joined', 'any line'], 'no', 'equal'],
  ['cilium', ['whole'], ['joined', 'any line'], 'no', 'equal'],
  ['contour', ['whole'], ['joined', 'any line'], 'no', 'equal'],
  ['kuma', ['whole'], ['joined', 'any line'], 'no', 'equal'],
  ['kgateway', ['whole'], ['joined', 'any line'], 'no', 'equal'],
  ['calico', ['whole'], ['joined', 'any line'], 'no', 'equal'],
  ['airlock', ['whole'], ['joined', 'any line'], 'no', 'equal'],
  ['linkerd', ['leftmost'], ['any line'], 'no', 'equal'],
  ['agentgateway', ['leftmost'], ['any line'], 'no', 'equal'],
  ['nginx-gateway-fabric', ['search'], ['joined'], 'yes', 'equal'],
  ['traefik', ['search'], ['any line'], 'no', 'equal'],
  ['kong', ['search'], ['every line', 'refused'], 'no', 'equal'],
  ['haproxy-ingress', ['search'], ['any line'], 'yes', 'equal'],
  ['aws', specification.headerExpressions, ['any line'], 'no', 'wildcards'],
  ['gke', ['whole'], specification.repeatedHeaders, 'no', 'equal'],
  [
    'azure-application-gateway-for-containers',
    ['anything'],
    specification.repeatedHeaders,
    'no',
    'equal',
  ],
] as const)(
  '%s reads expressions %j, lines %j, commas %s, exact values %s',
  (name, ...expected) => {
    const { law } = known(name);
    expect([
      law.headerExpressions,
      law.repeatedHeaders,
      law.splitsHeadersAtCommas,
      law.exactHeaders,
    ]).toEqual(expected);
  },
);

test('only NGINX Gateway Fabric has no way back from the longest path', () => {
  const without = all.filter(({ law }) => law.pathFallback === 'no').map(({ name }) => name);
  expect(without).toEqual(['nginx-gateway-fabric']);
});

/** A value as a person reads it: readings of which each is possible are joined by `or`. */
function printed(trait: keyof Law, law: Law): string {
  if (trait === 'orders') return law.orders.map(({ name }) => name).join(' or ');
  const value = law[trait];
  return Array.isArray(value) ? value.join(' or ') : String(value);
}

function section({ name, title, seen, law, deviations, gaps }: Profile): string {
  const rows = deviations.map(
    ({ trait, source, evidence }) =>
      `| ${trait} | ${printed(trait, law)} | ${evidence} | ${source} |`,
  );
  const table =
    rows.length === 0
      ? []
      : ['', '| trait | value | evidence | source |', '| --- | --- | --- | --- |', ...rows];
  const open =
    gaps.length === 0 ? [] : ['', ...gaps.map((gap) => `- Not said by a trait: ${gap}.`)];
  const features = featureTable(supportsOf(name));
  return [`## ${name}`, '', `${title}. Seen: ${seen}.`, ...table, ...features, ...open].join('\n');
}

function featureTable(supports: Supports | undefined): readonly string[] {
  if (supports === undefined) return [];
  const rows = features.map((feature) => {
    const { answer, evidence, source } = supports[feature];
    return `| ${feature} | ${answer} | ${evidence} | ${source} |`;
  });
  return ['', '| takes | answer | evidence | source |', '| --- | --- | --- | --- |', ...rows];
}

test('docs/profiles.md holds every deviation of every profile, and nothing else', () => {
  const [, ...sections] = readFileSync(join(root, 'docs/profiles.md'), 'utf8')
    .trimEnd()
    .split(/^(?=## )/m)
    .map((text) => text.trimEnd());
  expect(sections).toEqual(all.map(section));
});

test('docs/architecture.md names every profile that derives beside its order', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const [, profiles = ''] = /^## Profiles\n([\s\S]*?)^## /m.exec(text) ?? [];
  const named = [...profiles.matchAll(/^\| ([^|]+) \| ([^|]+) \|/gm)].slice(2);
  const told = named.flatMap(([, order = '', names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => `${name}: ${order.trim()}`),
  );
  const orderTitle = (name: string) => {
    const { law } = known(name);
    return law.orders === everyOrder ? 'any of them' : printed('orders', law);
  };
  expect(told.sort()).toEqual(profileNames.map((name) => `${name}: ${orderTitle(name)}`).sort());
});

const facts = join(root, '../shared/facts/implementations.json');

interface Report {
  readonly extendedFeatures: readonly string[];
  readonly unsupportedFeatures: readonly string[];
  readonly reportPath: string;
  readonly version: string;
  readonly date: string;
}

/** Names of implementations in the conformance reports. */
const reports: { readonly [profile: string]: string } = {
  istio: 'istio',
  'envoy-gateway': 'envoy-gateway',
  calico: 'calico',
  cilium: 'cilium',
  contour: 'contour',
  kgateway: 'kgateway',
  kuma: 'kuma',
  airlock: 'airlock-microgateway',
  linkerd: 'linkerd',
  agentgateway: 'agentgateway',
  traefik: 'traefik',
  'nginx-gateway-fabric': 'nginx-gateway-fabric',
  kong: 'kong-operator',
  'haproxy-ingress': 'haproxy-ingress',
  aws: 'aws-load-balancer-controller',
  gke: 'gke-gateway',
  'azure-application-gateway-for-containers': 'azure-application-gateway-for-containers',
};

describe.skipIf(!existsSync(facts))(
  'against the conformance reports, where they are at hand',
  () => {
    test('listener isolation, misdirected requests and features are what the newest report says', () => {
      const told = JSON.parse(readFileSync(facts, 'utf8')) as { readonly [name: string]: Report };
      expect(Object.keys(reports).sort()).toEqual(
        profileNames.filter((name) => name !== 'specification').sort(),
      );
      for (const [name, implementation] of Object.entries(reports)) {
        const report = told[implementation];
        if (report === undefined) throw new Error(`no report of ${implementation}`);
        const answer = (feature: string, unsupported: 'no' | 'open') => {
          if (report.extendedFeatures.includes(feature)) return 'yes';
          return report.unsupportedFeatures.includes(feature) ? unsupported : 'open';
        };
        const { law, deviations, seen } = known(name);
        expect([name, law.listenerIsolation, law.detectsMisdirected]).toEqual([
          name,
          answer('GatewayHTTPListenerIsolation', 'no'),
          answer('GatewayHTTPSListenerDetectMisdirectedRequests', 'open'),
        ]);
        expect(seen).toContain(report.date);
        for (const [feature, reported] of [
          ['query matches', 'HTTPRouteQueryParamMatching'],
          ['method matches', 'HTTPRouteMethodMatching'],
        ] as const) {
          const support = supportsOf(name)?.[feature];
          expect([name, feature, support?.answer]).toEqual([name, feature, answer(reported, 'no')]);
          expect(support?.source).toBe(`${report.reportPath}, ${report.version}, ${report.date}`);
        }
        for (const { trait, source } of deviations) {
          if (trait !== 'listenerIsolation' && trait !== 'detectsMisdirected') continue;
          expect(source).toContain(`${report.reportPath}, ${report.version}, ${report.date}`);
        }
      }
    });
  },
);
