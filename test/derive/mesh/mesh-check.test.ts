// What may keep a mesh from following the routes of a sandbox, as far as the input shows.

import { expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import type { FindingCode } from '../../../lib/model/finding';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { deriving, match, printed, route, rule, workload } from '../../routes';

const on: Partial<Config> = { mesh: 'on' };
const mesh = { parents: [{ group: '', kind: 'Service', name: 'a', port: 80 }] };

function found(code: FindingCode, objects: readonly KubeObject[], config: Partial<Config> = on) {
  const { findings } = deriving([...workload('a'), ...objects], ['a'], config);
  return findings.filter((one) => one.code === code);
}

function object(
  apiVersion: string,
  kind: string,
  [namespace, name]: readonly [string, string],
  spec: JsonObject,
): KubeObject {
  return { apiVersion, kind, metadata: { namespace, name }, spec };
}

function namespace(
  name: string,
  labels: { readonly [key: string]: string } = {},
  annotations: { readonly [key: string]: string } = {},
): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations } };
}

const profile = (home: string, name: string) =>
  object('linkerd.io/v1alpha2', 'ServiceProfile', [home, name], { routes: [] });

test.each([
  ['in its own namespace', 'shop', 'a.shop.svc.cluster.local', 1],
  ['in that of a client', 'web', 'a.shop.svc.cluster.local', 1],
  ['in a cluster of another name', 'shop', 'a.shop.svc.corp.internal', 1],
  ['of another Service', 'shop', 'b.shop.svc.cluster.local', 0],
  ['of the same name elsewhere', 'web', 'a.web.svc.cluster.local', 0],
  ['of a host outside', 'shop', 'a.shop.example.com', 0],
])('a ServiceProfile %s', (_, home, name, count) => {
  const said = found('service-profile-in-use', [profile(home, name)]);
  expect(said).toHaveLength(count);
  for (const one of said) {
    expect(one.severity).toBe('warning');
    expect(one.message).toContain(
      `ServiceProfile ${home}/${name} makes Linkerd ignore every HTTPRoute on Service shop/a`,
    );
  }
});

test('under the profile linkerd a ServiceProfile is an error that can be accepted by name', () => {
  const config: Partial<Config> = { ...on, profiles: ['linkerd'] };
  const [one] = found(
    'service-profile-in-use',
    [profile('shop', 'a.shop.svc.cluster.local')],
    config,
  );
  expect(one).toMatchObject({
    severity: 'error',
    object: 'ServiceProfile shop/a.shop.svc.cluster.local',
  });
});

test('a ServiceProfile for the Service that callers call counts, not for one behind it', () => {
  const byB = { parents: [{ group: '', kind: 'Service', name: 'b', port: 80 }] };
  const objects = [
    ...workload('b'),
    route('r', [rule('/', 'a')], byB),
    ...[mesh].map((one) => route('s', [rule('/', 'b')], one)),
  ];
  expect(found('service-profile-in-use', [...objects, profile('shop', 'b.shop.svc')])).toHaveLength(
    1,
  );
  expect(found('service-profile-in-use', [...objects, profile('shop', 'a.shop.svc')])).toEqual([]);
});

test('without a mesh nothing is said', () => {
  const objects = [
    profile('shop', 'a.shop.svc.cluster.local'),
    namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
  ];
  expect(deriving([...workload('a'), ...objects], ['a'], { mesh: 'off' }).codes).toEqual([
    'fork-unreachable',
  ]);
});

const virtualService = (home: string, spec: JsonObject) =>
  object('networking.istio.io/v1', 'VirtualService', [home, 'v'], spec);

test.each<[string, string, JsonObject, number]>([
  ['of the host', 'shop', { hosts: ['a.shop.svc.cluster.local'] }, 1],
  ['of the short host', 'shop', { hosts: ['a'] }, 1],
  ['of the short host elsewhere', 'web', { hosts: ['a'] }, 0],
  ['of all hosts', 'web', { hosts: ['*'] }, 1],
  ['of the hosts of the namespace', 'web', { hosts: ['*.shop.svc.cluster.local'] }, 1],
  ['of the hosts of another', 'web', { hosts: ['*.web.svc.cluster.local'] }, 0],
  ['for the mesh by name', 'shop', { hosts: ['a'], gateways: ['edge', 'mesh'] }, 1],
  ['for a gateway alone', 'shop', { hosts: ['a'], gateways: ['edge'] }, 0],
  ['of another host', 'shop', { hosts: ['a.example.com', 'b'] }, 0],
  ['without hosts', 'shop', {}, 0],
  ['with a host that is none', 'shop', { hosts: [7, null] }, 0],
])('a VirtualService %s', (_, home, spec, count) => {
  const said = found('virtual-service-in-use', [virtualService(home, spec)]);
  expect(said).toHaveLength(count);
  const strict = { ...on, profiles: ['istio'] };
  for (const one of found('virtual-service-in-use', [virtualService(home, spec)], strict)) {
    expect(one).toMatchObject({ severity: 'error', object: `VirtualService ${home}/v` });
  }
});

const ambient = { 'istio.io/dataplane-mode': 'ambient' };

test.each<[string, JsonObject, JsonObject, number]>([
  ['no waypoint', ambient, {}, 1],
  ['a waypoint of the namespace', { ...ambient, 'istio.io/use-waypoint': 'w' }, {}, 0],
  ['a waypoint of the Service', ambient, { 'istio.io/use-waypoint': 'w' }, 0],
  [
    'a Service that uses none',
    { ...ambient, 'istio.io/use-waypoint': 'w' },
    { 'istio.io/use-waypoint': 'none' },
    1,
  ],
  ['sidecars instead', { 'istio-injection': 'enabled' }, {}, 0],
])('an ambient mesh: %s', (_, ofNamespace, ofService, count) => {
  const objects = workload('a').map((one) =>
    one.kind === 'Service'
      ? { ...one, metadata: { ...one.metadata, labels: ofService as { [key: string]: string } } }
      : one,
  );
  const home = namespace('shop', ofNamespace as { [key: string]: string });
  const { findings, objects: written } = deriving([...objects, home], ['a'], on);
  const said = findings.filter(({ code }) => code === 'waypoint-missing');
  expect(said).toHaveLength(count);
  // The fork's Service uses the waypoint that its baseline uses.
  expect(printed(written, 'Service shop/a-pr-42').metadata?.labels).toMatchObject(ofService);
});

test('a waypoint that is not for Services follows no route of theirs', () => {
  const waypoint = (labels: JsonObject): KubeObject => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'w', namespace: 'shop', labels: labels as { [key: string]: string } },
    spec: { gatewayClassName: 'istio-waypoint', listeners: [] },
  });
  const home = namespace('shop', { ...ambient, 'istio.io/use-waypoint': 'w' });
  const of = (purpose?: string) =>
    found('waypoint-missing', [
      home,
      waypoint(purpose === undefined ? {} : { 'istio.io/waypoint-for': purpose }),
    ]).map(({ message }) => message);
  expect(of()).toEqual([]);
  expect(of('all')).toEqual([]);
  expect(of('workload')).toEqual([expect.stringContaining('a waypoint for `workload` alone')]);
});

const sidecar = (home: string, ...hosts: readonly string[]) =>
  object('networking.istio.io/v1', 'Sidecar', [home, 'default'], { egress: [{ hosts }] });

test.each([
  ['the host by name', 'web', ['shop/a.shop.svc.cluster.local'], 1],
  ['the host by name in any namespace', 'web', ['*/a.shop.svc.cluster.local'], 1],
  ['its own namespace', 'shop', ['./*'], 0],
  ['the name and its own namespace', 'shop', ['./a.shop.svc.cluster.local', './*'], 0],
  ['the name and the namespace', 'web', ['*/a.shop.svc.cluster.local', 'shop/*'], 0],
  ['the name and all', 'web', ['shop/a.shop.svc.cluster.local', '*/*'], 0],
  [
    'the name and its hosts',
    'web',
    ['shop/a.shop.svc.cluster.local', 'shop/*.shop.svc.cluster.local'],
    0,
  ],
  ['the fork as well', 'web', ['shop/a.shop.svc.cluster.local', 'shop/a-pr-42.shop.svc'], 1],
  ['another host', 'web', ['shop/b.shop.svc.cluster.local', 'istio-system/*'], 0],
  ['what is no host', 'web', ['a', 'shop/a/b'], 0],
])('a Sidecar that shows %s', (_, home, hosts, count) => {
  const said = found('fork-hidden', [sidecar(home, ...hosts)]);
  expect(said).toHaveLength(count);
  for (const { message } of said) {
    expect(message).toContain('a-pr-42, which stands in for it in sandbox pr-42');
  }
});

test('what hides a baseline from clients hides its fork alike', () => {
  const [deployment, service] = workload('a');
  const annotations = { 'networking.istio.io/exportTo': '.' };
  const hidden = { ...service, metadata: { ...service?.metadata, annotations } };
  const { objects } = deriving([deployment, hidden] as KubeObject[], ['a'], on);
  const fork = printed(objects, 'Service shop/a-pr-42');
  expect(fork.metadata?.annotations).toMatchObject(annotations);
});

function caller(
  name: string,
  env: { readonly [name: string]: string },
  { home = 'web', pod = {} }: { readonly home?: string; readonly pod?: JsonObject } = {},
): KubeObject {
  return object('apps/v1', 'Deployment', [home, name], {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name }, ...pod },
      spec: {
        containers: [
          {
            name: 'main',
            image: 'x',
            env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
          },
        ],
      },
    },
  });
}

const injected = namespace('shop', { 'istio-injection': 'enabled' });

test.each([
  ['http://a.shop.svc.cluster.local:80/x', 'web', 1],
  ['a.shop', 'web', 1],
  ['a.shop:80,b.shop:80', 'web', 1],
  ['grpc://user:secret@a.shop:80', 'web', 1],
  ['http://a', 'plain', 0],
  ['a', 'web', 0],
  ['a.example.com', 'web', 0],
])('a caller outside of the mesh with the address %s', (value, home, count) => {
  const objects = [
    injected,
    namespace('web'),
    namespace('plain'),
    caller('front', { URL: value }, { home }),
  ];
  const said = found('caller-outside-mesh', objects);
  expect(said).toHaveLength(count);
  for (const { message, severity } of said) {
    expect(severity).toBe('info');
    expect(message).toContain(
      'Deployment web/front, not in the mesh as far as the input shows, calls Service shop/a',
    );
  }
});

test.each<[string, readonly KubeObject[], JsonObject, number]>([
  [
    'in a namespace that is injected',
    [injected, namespace('web', { 'istio.io/rev': 'stable' })],
    {},
    0,
  ],
  [
    'in a namespace of Linkerd',
    [injected, namespace('web', {}, { 'linkerd.io/inject': 'enabled' })],
    {},
    0,
  ],
  ['in a namespace that nobody knows', [injected], {}, 0],
  [
    'with a sidecar of its own',
    [injected, namespace('web')],
    { annotations: { 'sidecar.istio.io/inject': 'true' } },
    0,
  ],
  [
    'that is left out',
    [injected, namespace('web', { 'istio-injection': 'enabled' })],
    { labels: { 'sidecar.istio.io/inject': 'false' } },
    1,
  ],
  ['in an input without any sign', [namespace('shop'), namespace('web')], {}, 0],
])('a caller %s', (_, objects, pod, count) => {
  const one = caller('front', { URL: 'http://a.shop:80' }, { pod });
  expect(found('caller-outside-mesh', [...objects, one])).toHaveLength(count);
});

test('many callers are one finding, and CronJobs call too', () => {
  const job = object('batch/v1', 'CronJob', ['web', 'nightly'], {
    jobTemplate: {
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'c', env: [{ name: 'A', value: 'http://a.shop/' }, { value: 7 }, 'x'] },
            ],
          },
        },
      },
    },
  });
  const objects = [
    injected,
    namespace('web'),
    job,
    ...['x', 'y'].map((name) => caller(name, { A: 'a.shop:80' })),
  ];
  const said = found('caller-outside-mesh', objects);
  expect(said.map(({ message }) => message)).toEqual([expect.stringContaining('and 2 more')]);
  expect(said[0]?.also).toHaveLength(3);
});

test.each([
  ['NodePort', 1],
  ['LoadBalancer', 1],
  ['ClusterIP', 0],
])('a Service of type %s', (type, count) => {
  const [deployment, service] = workload('a');
  const open = { ...service, spec: { ...(service?.spec as JsonObject), type } };
  const { findings, lines } = deriving([deployment, open] as KubeObject[], ['a'], on);
  expect(lines).toHaveLength(2);
  expect(findings.filter(({ code }) => code === 'caller-outside-mesh')).toHaveLength(count);
});

test('consumers of a Service are checked as producers are', () => {
  const consumer = route(
    'c',
    [{ matches: [match('/')], backendRefs: [{ name: 'a', namespace: 'shop', port: 80 }] }],
    {
      namespace: 'web',
      parents: [{ group: '', kind: 'Service', name: 'a', namespace: 'shop', port: 80 }],
    },
  );
  const objects = [consumer, virtualService('shop', { hosts: ['a'] })];
  expect(found('virtual-service-in-use', objects)).toHaveLength(1);
});

test.each([
  ['ServiceProfile', 'linkerd.io/v1alpha2'],
  ['VirtualService', 'networking.istio.io/v1'],
  ['Sidecar', 'networking.istio.io/v1'],
])('a %s of any shape is read without harm', (kind, apiVersion) => {
  for (const spec of [
    undefined,
    null,
    7,
    [],
    { hosts: 'a', egress: 'x', gateways: {} },
    { egress: [{ hosts: {} }, 7] },
  ]) {
    const one = {
      apiVersion,
      kind,
      metadata: { name: '__proto__', namespace: 'constructor' },
      spec,
    };
    expect(() =>
      deriving([...workload('a'), one as unknown as KubeObject], ['a'], on),
    ).not.toThrow();
  }
});

test('hosts of very many labels are no hosts, and soon read', () => {
  const host = `a.shop.svc${'.a'.repeat(200_000)}`;
  const objects = [
    virtualService('shop', { hosts: [host] }),
    sidecar('web', `shop/${host}`),
    caller('front', { URL: host }),
    injected,
    namespace('web'),
  ];
  expect(deriving([...workload('a'), ...objects], ['a'], on).codes).toEqual([]);
});
