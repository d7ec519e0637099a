// What a controller would write into status, as far as files tell, and the findings of it.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition, Status } from '../../lib/model/condition';
import { inventoryOf } from '../../lib/model/inventory';
import { fieldName, type JsonObject, type KubeObject } from '../../lib/model/manifest';
import { resolve } from '../../lib/resolve/route-table';
import { statusFindings, statusOf } from '../../lib/resolve/status';
import { gateway, gatewayGroup, grpcRoute, manifests, route, rule, workload } from '../routes';

function statusesOf(objects: readonly KubeObject[]): readonly Status[] {
  return statusOf(resolve(inventoryOf(manifests(...objects))).table);
}

function findingsOf(objects: readonly KubeObject[]) {
  const inventory = inventoryOf(manifests(...objects));
  return statusFindings(statusOf(resolve(inventory).table), inventory);
}

const codesOf = (...objects: readonly KubeObject[]) => findingsOf(objects).map(({ code }) => code);

const text = ({ type, status, reason }: Condition) => `${type} ${status} ${reason}`;

/** `Gateway edge listener http: Accepted True Accepted, …`, of the objects of a kind. */
function told(kind: string, ...objects: readonly KubeObject[]): readonly string[] {
  return statusesOf(objects)
    .filter(({ manifest }) => manifest.object.kind === kind)
    .map(({ manifest, part, conditions }) => {
      const name = manifest.object.metadata?.name;
      const which =
        part === undefined ? '' : 'listener' in part ? ` ${part.listener}` : ` at ${part.parent}`;
      return `${name}${which}: ${conditions.map(text).join(', ')}`;
    });
}

const pem = (kind: string) => `-----BEGIN ${kind}-----\nMIIB\n-----END ${kind}-----\n`;
const base64 = (plain: string) => btoa(plain);

function secret(name: string, data: JsonObject, more: JsonObject = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'shop' }, data, ...more };
}

const whole = {
  'tls.crt': base64(pem('CERTIFICATE')),
  'tls.key': base64(pem('RSA PRIVATE KEY')),
};

function configMap(name: string, data: JsonObject, labels = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'shop', labels },
    data,
  };
}

const all = { namespaces: { from: 'All' } };

function https(name: string, more: JsonObject = {}, ...refs: readonly JsonObject[]): JsonObject {
  const certificateRefs = refs.length > 0 ? refs : [{ name: 'cert' }];
  return {
    name,
    port: 443,
    protocol: 'HTTPS',
    tls: { certificateRefs },
    allowedRoutes: all,
    ...more,
  };
}

const listener = (name: string, port: number, protocol: string, more: JsonObject = {}) => ({
  name,
  port,
  protocol,
  allowedRoutes: all,
  ...more,
});

const fine = 'Accepted True Accepted, Programmed True Programmed';
const good = `${fine}, ResolvedRefs True ResolvedRefs, Conflicted False NoConflicts`;

const ofCert = (ref: JsonObject, ...objects: readonly KubeObject[]) =>
  told('Gateway', gateway([https('a', {}, ref)]), ...objects)[1];

describe('a Gateway', () => {
  test('whose listeners are fine is accepted with them', () => {
    expect(told('Gateway', gateway())).toEqual([`edge: ${fine}`, `edge http: ${good}`]);
  });

  test('of which one listener is invalid is accepted with that reason', () => {
    const listeners = [listener('a', 80, 'HTTP'), listener('b', 81, 'GOPHER')];
    expect(told('Gateway', gateway(listeners))).toEqual([
      'edge: Accepted True ListenersNotValid, Programmed True Programmed',
      `edge a: ${good}`,
      'edge b: Accepted False UnsupportedProtocol, Programmed False UnsupportedProtocol, ResolvedRefs True ResolvedRefs, Conflicted False NoConflicts',
    ]);
  });

  test('of which all listeners are invalid is not accepted', () => {
    const [whole] = told('Gateway', gateway([listener('b', 81, 'GOPHER')]));
    expect(whole).toBe(
      'edge: Accepted False ListenersNotValid, Programmed False ListenersNotValid',
    );
  });

  test('that asks for addresses may or may not be programmed', () => {
    const edge = gateway();
    const asking = { ...edge, spec: { ...edge.spec, addresses: [{ value: '10.0.0.1' }] } };
    expect(told('Gateway', asking)[0]).toBe('edge: Accepted True Accepted');
    const own = { ...edge, spec: { ...edge.spec, addresses: [{ type: 'a.com/x', value: 'y' }] } };
    expect(told('Gateway', own)[0]).toBe('edge: Accepted Unknown Pending');
    expect(codesOf(asking, own)).toEqual([]);
  });

  test.each<[string, JsonObject, string]>([
    ['is there', { name: 'cert' }, 'True ResolvedRefs'],
    ['is not in the input', { name: 'other' }, 'True ResolvedRefs'],
    ['is malformed', { name: 'broken' }, 'False InvalidClientCertificateRef'],
    ['is of another group', { name: 'cert', group: 'a.com' }, 'False InvalidClientCertificateRef'],
    [
      'is of another kind',
      { name: 'cert', kind: 'ConfigMap' },
      'False InvalidClientCertificateRef',
    ],
    ['is not granted', { name: 'cert', namespace: 'else' }, 'False RefNotPermitted'],
  ])('whose client certificate %s', (_, clientCertificateRef, expected) => {
    const edge = gateway();
    const secured = { ...edge, spec: { ...edge.spec, tls: { backend: { clientCertificateRef } } } };
    const objects = [secured, secret('cert', whole), secret('broken', {})];
    expect(told('Gateway', ...objects)[0]).toBe(`edge: ${fine}, ResolvedRefs ${expected}`);
  });

  test.each([
    ['any', []],
    ['other', ['gateway-class-not-found']],
  ])('of the class %s', (gatewayClassName, codes) => {
    const edge = gateway();
    const other: KubeObject = {
      apiVersion: `${gatewayGroup}/v1`,
      kind: 'GatewayClass',
      metadata: { name: 'any' },
      spec: { controllerName: 'example.com/c' },
    };
    const classed = { ...edge, spec: { ...edge.spec, gatewayClassName } };
    expect(codesOf(classed, other)).toEqual(codes);
    expect(codesOf(classed)).toEqual([]);
  });
});

describe('a listener', () => {
  const states = (...listeners: readonly JsonObject[]) =>
    statusesOf([gateway(listeners)]).flatMap(({ part, conditions }) =>
      part === undefined ? [] : conditions.filter(({ type }) => type === 'Conflicted').map(text),
    );

  test('that is not distinct conflicts, as do all like it', () => {
    const both = [listener('a', 80, 'HTTP'), listener('b', 80, 'HTTP')];
    expect(states(...both)).toEqual([
      'Conflicted True HostnameConflict',
      'Conflicted True HostnameConflict',
    ]);
    expect(states(listener('a', 80, 'HTTP'), listener('b', 80, 'TCP'))).toEqual([
      'Conflicted True ProtocolConflict',
      'Conflicted True ProtocolConflict',
    ]);
    expect(states(listener('a', 80, 'UDP'), listener('b', 80, 'TCP'))).toEqual([
      'Conflicted False NoConflicts',
      'Conflicted False NoConflicts',
    ]);
  });

  test('that conflicts is told of once', () => {
    const both = [listener('a', 80, 'HTTP'), listener('b', 80, 'HTTP')];
    expect(codesOf(gateway(both))).toEqual([
      'listeners-not-valid',
      'hostname-conflict',
      'hostname-conflict',
    ]);
  });

  test.each<[string, JsonObject, readonly KubeObject[], string]>([
    ['that is there', { name: 'cert' }, [secret('cert', whole)], 'True ResolvedRefs'],
    ['that is not in the input', { name: 'cert' }, [], 'True ResolvedRefs'],
    ['that is empty', { name: 'cert' }, [secret('cert', {})], 'False InvalidCertificateRef'],
    [
      'without a key',
      { name: 'cert' },
      [secret('cert', { 'tls.crt': whole['tls.crt'] })],
      'False InvalidCertificateRef',
    ],
    [
      'that is no PEM',
      { name: 'cert' },
      [secret('cert', { ...whole, 'tls.crt': base64('Hello') })],
      'False InvalidCertificateRef',
    ],
    [
      'that is no base64',
      { name: 'cert' },
      [secret('cert', { ...whole, 'tls.crt': '%%' })],
      'False InvalidCertificateRef',
    ],
    [
      'whose block does not close',
      { name: 'cert' },
      [secret('cert', { ...whole, 'tls.crt': base64('-----BEGIN CERTIFICATE-----\nMII') })],
      'False InvalidCertificateRef',
    ],
    [
      'as plain text',
      { name: 'cert' },
      [
        secret(
          'cert',
          {},
          { stringData: { 'tls.crt': pem('CERTIFICATE'), 'tls.key': pem('PRIVATE KEY') } },
        ),
      ],
      'True ResolvedRefs',
    ],
    [
      'that SOPS sealed',
      { name: 'cert' },
      [secret('cert', { 'tls.crt': 'ENC[x]' }, { sops: {} })],
      'True ResolvedRefs',
    ],
    [
      'that a template fills',
      { name: 'cert' },
      [secret('cert', { 'tls.crt': '<path:kv#crt>', 'tls.key': '{{ .key }}' })],
      'True ResolvedRefs',
    ],
    ['of another kind', { name: 'cert', kind: 'ConfigMap' }, [], 'False InvalidCertificateRef'],
    ['of another group', { name: 'cert', group: 'a.com' }, [], 'False InvalidCertificateRef'],
    ['that is not granted', { name: 'cert', namespace: 'else' }, [], 'False RefNotPermitted'],
    [
      'of another kind, not granted',
      { name: 'cert', kind: 'X', namespace: 'else' },
      [],
      'False RefNotPermitted',
    ],
  ])('with a certificate %s', (_, ref, objects, expected) => {
    expect(ofCert(ref, ...objects)).toContain(`ResolvedRefs ${expected}`);
  });

  test('with a granted certificate resolves, by the kind that refers', () => {
    const grantFor = (kind: string): KubeObject => ({
      apiVersion: `${gatewayGroup}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: 'g', namespace: 'else' },
      spec: {
        from: [{ group: gatewayGroup, kind, namespace: 'shop' }],
        to: [{ group: '', kind: 'Secret' }],
      },
    });
    const ref = { name: 'cert', namespace: 'else' };
    expect(ofCert(ref, grantFor('Gateway'))).toContain('ResolvedRefs True ResolvedRefs');
    expect(ofCert(ref, grantFor('ListenerSet'))).toContain('ResolvedRefs False RefNotPermitted');
  });

  test('that terminates TLS without a certificate may not be accepted', () => {
    const bare = [{ name: 'a', port: 443, protocol: 'HTTPS' }];
    expect(told('Gateway', gateway(bare))[1]).toContain(
      'Accepted Unknown Invalid, Programmed Unknown Pending',
    );
    expect(codesOf(gateway(bare))).toEqual(['listener-invalid']);
    const through = [listener('a', 443, 'TLS', { tls: { mode: 'Passthrough' } })];
    expect(told('Gateway', gateway(through))[1]).toBe(`edge a: ${good}`);
  });

  test.each<[string, readonly JsonObject[], string, readonly string[]]>([
    ['HTTP', [], 'True ResolvedRefs', ['HTTPRoute', 'GRPCRoute']],
    ['TLS', [], 'True ResolvedRefs', ['TLSRoute']],
    ['TCP', [], 'True ResolvedRefs', ['TCPRoute']],
    ['UDP', [], 'True ResolvedRefs', ['UDPRoute']],
    ['HTTP', [{ kind: 'GRPCRoute' }], 'True ResolvedRefs', ['GRPCRoute']],
    ['HTTP', [{ kind: 'TLSRoute' }], 'False InvalidRouteKinds', []],
    [
      'HTTP',
      [{ kind: 'HTTPRoute' }, { kind: 'Invalid' }],
      'False InvalidRouteKinds',
      ['HTTPRoute'],
    ],
    ['HTTP', [{ group: 'a.com', kind: 'OwnRoute' }], 'True ResolvedRefs', []],
  ])('for %s that allows the kinds %j', (protocol, kinds, resolved, supported) => {
    const one = listener('a', 80, protocol, { allowedRoutes: { kinds } });
    const [, status] = statusesOf([gateway([one])]);
    expect(status?.conditions.map(text)).toContain(`ResolvedRefs ${resolved}`);
    expect(status?.supportedKinds).toEqual(supported.map((kind) => `${gatewayGroup}/${kind}`));
  });

  test('counts the routes that it takes, resolved or not, each once', () => {
    const parents = [{ name: 'edge' }, { name: 'edge', sectionName: 'http' }];
    const statuses = statusesOf([
      gateway(),
      route('a', [rule('/', 'nowhere')], { parents }),
      route('b', [rule('/', 'nowhere')], { parents: [{ name: 'edge', sectionName: 'x' }] }),
    ]);
    expect(statuses.find(({ part }) => part !== undefined)?.attachedRoutes).toBe(1);
  });

  test('that shares hosts with another over HTTPS is told of in passing', () => {
    const hosts = (...names: readonly (string | undefined)[]) =>
      gateway(
        names.map((hostname, index) =>
          https(`l${index}`, hostname === undefined ? {} : { hostname }),
        ),
      );
    const overlaps = (edge: KubeObject) =>
      findingsOf([edge]).map(({ severity, code }) => `${severity} ${code}`);
    const both = ['info overlapping-hostnames', 'info overlapping-hostnames'];
    expect(overlaps(hosts('a.example.com', '*.example.com'))).toEqual(both);
    expect(overlaps(hosts('a.b.example.com', '*.example.com'))).toEqual(both);
    expect(overlaps(hosts('*.b.example.com', '*.example.com'))).toEqual(both);
    expect(overlaps(hosts('a.example.com', undefined))).toEqual(both);
    expect(overlaps(hosts('a.example.com', 'b.example.com', '*.example.org'))).toEqual([]);
    expect(overlaps(hosts('example.com', '*.example.com'))).toEqual([]);
  });
});

describe('clients are checked by authorities', () => {
  const edge = gateway([https('a'), https('b', { port: 8443 })]);
  const checking = (frontend: JsonObject) => ({
    ...edge,
    spec: { ...edge.spec, tls: { frontend } },
  });
  const by = (...names: readonly string[]) => ({
    validation: {
      caCertificateRefs: names.map((name) => ({ group: '', kind: 'ConfigMap', name })),
    },
  });
  const ca = configMap('ca', { 'ca.crt': pem('CERTIFICATE') });
  const state = (frontend: JsonObject) =>
    statusesOf([checking(frontend), ca]).flatMap(({ part, conditions }) =>
      part === undefined ? [] : [conditions.slice(0, 3).map(text)],
    );
  const isFine = [
    'Accepted True Accepted',
    'Programmed True Programmed',
    'ResolvedRefs True ResolvedRefs',
  ];
  const isBroken = [
    'Accepted False NoValidCACertificate',
    'Programmed False NoValidCACertificate',
    'ResolvedRefs False InvalidCACertificateRef',
  ];

  test('of every HTTPS listener, or of the port', () => {
    expect(state({ default: by('ca') })).toEqual([isFine, isFine]);
    expect(state({ default: by('none') })).toEqual([isBroken, isBroken]);
    const perPort = [{ port: 8443, tls: by('none') }];
    expect(state({ default: by('ca'), perPort })).toEqual([isFine, isBroken]);
  });

  test('of which one that is valid is enough to be accepted', () => {
    expect(state({ default: by('none', 'ca') })[0]).toEqual([
      'Accepted True Accepted',
      'Programmed False Invalid',
      'ResolvedRefs False InvalidCACertificateRef',
    ]);
  });

  test('that can be no ConfigMap of another kind', () => {
    const validation = { caCertificateRefs: [{ group: 'a.com', kind: 'X', name: 'x' }] };
    expect(state({ default: { validation } })[0]).toContain(
      'ResolvedRefs False InvalidCACertificateKind',
    );
  });

  test('unless a mode lets in all, which is told', () => {
    const { validation } = by('ca');
    const insecure = checking({
      default: { validation: { ...validation, mode: 'AllowInsecureFallback' } },
    });
    expect(told('Gateway', insecure, ca)[0]).toBe(
      `edge: ${fine}, InsecureFrontendValidationMode True ConfigurationChanged`,
    );
    expect(codesOf(insecure, ca)).toEqual(['insecure-frontend-validation-mode']);
  });
});

describe('a ListenerSet', () => {
  const set = (
    name: string,
    listeners: readonly JsonObject[],
    more: JsonObject = {},
  ): KubeObject => ({
    apiVersion: `${gatewayGroup}/v1`,
    kind: 'ListenerSet',
    metadata: { name, namespace: 'shop', ...more },
    spec: { parentRef: { name: 'edge' }, listeners },
  });
  const open = gateway();
  const welcoming = {
    ...open,
    spec: { ...open.spec, allowedListeners: { namespaces: { from: 'Same' } } },
  };
  const own = [listener('own', 81, 'HTTP')];

  test('that the Gateway lets in is accepted, and counted there', () => {
    expect(told('ListenerSet', welcoming, set('s', own))).toEqual([`s: ${fine}`, `s own: ${good}`]);
    expect(statusesOf([welcoming, set('s', own)])[0]?.attachedListenerSets).toBe(1);
  });

  test('that it does not let in is not', () => {
    expect(told('ListenerSet', open, set('s', own))).toEqual([
      's: Accepted False NotAllowed, Programmed False NotAllowed',
    ]);
    expect(statusesOf([open, set('s', own)])[0]?.attachedListenerSets).toBe(0);
    expect(codesOf(open, set('s', own))).toEqual(['not-allowed']);
  });

  test('of a Gateway that is not accepted is not either, and is not counted', () => {
    const twice = [listener('x', 80, 'TCP'), listener('y', 80, 'HTTP')];
    const refused = { ...welcoming, spec: { ...welcoming.spec, listeners: twice } };
    expect(told('ListenerSet', refused, set('s', own))).toEqual([
      's: Accepted False ParentNotAccepted, Programmed False ParentNotAccepted',
      's own: Accepted False ParentNotAccepted, Programmed False ParentNotAccepted, ResolvedRefs True ResolvedRefs, Conflicted False NoConflicts',
    ]);
    expect(statusesOf([refused, set('s', own)])[0]?.attachedListenerSets).toBe(0);
    const codes = codesOf(refused, set('s', own));
    expect(codes.filter((code) => code === 'parent-not-accepted')).toHaveLength(1);
  });

  test('of a Gateway that is not in the input may be', () => {
    expect(told('ListenerSet', set('s', own))[0]).toBe(
      's: Accepted Unknown Pending, Programmed Unknown Pending',
    );
    expect(codesOf(set('s', own))).toEqual([]);
  });

  test('that comes second conflicts, and the first stays', () => {
    const taken = [listener('own', 80, 'HTTP')];
    expect(told('ListenerSet', welcoming, set('s', taken))).toEqual([
      's: Accepted False ListenersNotValid, Programmed False ListenersNotValid',
      's own: Accepted False HostnameConflict, Programmed False HostnameConflict, ResolvedRefs True ResolvedRefs, Conflicted True HostnameConflict',
    ]);
    expect(told('Gateway', welcoming, set('s', taken))[1]).toBe(`edge http: ${good}`);
  });

  test('whose age is not known may conflict', () => {
    const objects = [welcoming, set('s', own), set('t', own)];
    expect(told('ListenerSet', ...objects)[1]).toContain('Conflicted Unknown HostnameConflict');
    expect(findingsOf(objects).map(({ message }) => message)).toEqual([
      'ListenerSet shop/s listener own may conflict with another listener (HostnameConflict): another listener of port 81 has the hostname `*` as well, and the older of two ListenerSets stays',
      'ListenerSet shop/t listener own may conflict with another listener (HostnameConflict): another listener of port 81 has the hostname `*` as well, and the older of two ListenerSets stays',
    ]);
  });
});

describe('a route', () => {
  const base = [gateway(), ...workload('a')];
  const parentOf = (ref: JsonObject, hostnames?: readonly string[]) =>
    told(
      'HTTPRoute',
      gateway([
        listener('web', 80, 'HTTP', { hostname: '*.example.com' }),
        listener('tcp', 90, 'TCP'),
        listener('own', 91, 'HTTP', { allowedRoutes: {} }),
      ]),
      ...workload('a', { namespace: 'else' }),
      route('r', [rule('/', 'a')], {
        namespace: 'else',
        parents: [{ name: 'edge', namespace: 'shop', ...ref }],
        ...(hostnames === undefined ? {} : { hostnames }),
      }),
    );

  test.each<[JsonObject, readonly string[] | undefined, string]>([
    [{}, undefined, 'True Accepted'],
    [{ sectionName: 'web' }, ['a.example.com', 'b.org'], 'True Accepted'],
    [{ sectionName: 'web' }, ['b.org'], 'False NoMatchingListenerHostname'],
    [{ sectionName: 'none' }, undefined, 'False NoMatchingParent'],
    [{ sectionName: 'web', port: 90 }, undefined, 'False NoMatchingParent'],
    [{ sectionName: 'tcp' }, undefined, 'False NotAllowedByListeners'],
    [{ sectionName: 'own' }, undefined, 'False NotAllowedByListeners'],
    [{ name: 'elsewhere' }, undefined, 'Unknown Pending'],
  ])('with the parentRef %j and hostnames %j', (ref, hostnames, expected) => {
    const { name = 'edge' } = ref;
    expect(parentOf(ref, hostnames)).toEqual([
      `r at Gateway shop/${String(name)}: Accepted ${expected}, ResolvedRefs True ResolvedRefs`,
    ]);
  });

  test('that a parent refuses is told of, with the parentRef', () => {
    const parents = [{ name: 'edge' }, { name: 'edge', sectionName: 'web' }];
    const [only, ...others] = findingsOf([...base, route('r', [rule('/', 'a')], { parents })]);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      code: 'no-matching-parent',
      severity: 'warning',
      message:
        'HTTPRoute shop/r is not accepted by Gateway shop/edge (NoMatchingParent): no listener of Gateway shop/edge is called `web`',
    });
    expect(fieldName(only?.where?.path ?? [])).toBe('spec.parentRefs[1]');
  });

  test('tells of each reference once, whatever its parents, with its field', () => {
    const mirror = {
      type: 'RequestMirror',
      requestMirror: { backendRef: { name: 'm', port: 80 } },
    };
    const rules = [
      {
        backendRefs: [
          { name: 'a', port: 80 },
          { name: 'b', port: 80, filters: [mirror] },
        ],
      },
      { backendRefs: [{ name: 'a', port: 81 }], filters: [mirror] },
      {
        backendRefs: [
          { name: 'a', namespace: 'else', port: 80 },
          { name: 'a', kind: 'Pod' },
        ],
      },
    ];
    const parents = [
      { name: 'edge' },
      { name: 'elsewhere' },
      { group: '', kind: 'Service', name: 'a' },
    ];
    const objects = [...base, route('r', rules, { parents })];
    const [first, second, mesh] = statusesOf(objects).filter(
      ({ part }) => part !== undefined && 'parent' in part,
    );
    expect([first, second].map((one) => one?.conditions[1]?.reason)).toEqual([
      'RefNotPermitted',
      'RefNotPermitted',
    ]);
    expect(mesh?.conditions[1]?.reason).toBe('InvalidKind');
    const places = findingsOf(objects).map(
      ({ code, where }) => `${code} ${fieldName(where?.path ?? [])}`,
    );
    expect(places).toEqual([
      'ref-not-permitted spec.rules[2].backendRefs[0]',
      'invalid-kind spec.rules[2].backendRefs[1]',
      'backend-not-found spec.rules[0].backendRefs[1]',
      'backend-not-found spec.rules[0].backendRefs[1].filters[0].requestMirror.backendRef',
      'backend-not-found spec.rules[1].backendRefs[0]',
      'backend-not-found spec.rules[1].filters[0].requestMirror.backendRef',
      'backend-not-found spec.rules[2].backendRefs[0]',
    ]);
  });

  test('of another kind on the same host is refused where ages are known, else in doubt', () => {
    const dated = (created?: string) => (created === undefined ? {} : { created });
    const both = (http?: string, grpc?: string) => [
      ...base,
      route('h', [rule('/', 'a')], dated(http)),
      grpcRoute('g', [{ backendRefs: [{ name: 'a', port: 80 }] }], dated(grpc)),
    ];
    expect(told('GRPCRoute', ...both())[0]).toContain('Accepted Unknown Pending');
    const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];
    expect(told('HTTPRoute', ...both(early, late))[0]).toContain('Accepted True Accepted');
    expect(told('GRPCRoute', ...both(early, late))[0]).toContain('Accepted False');
  });

  test.each<[string, readonly JsonObject[], readonly string[]]>([
    ['forwards', [rule('/', 'a')], []],
    [
      'has backends of weight 0 alone',
      [{ backendRefs: [{ name: 'a', port: 80, weight: 0 }] }],
      ['all-weights-zero'],
    ],
    [
      'has a backend of weight 0',
      [
        {
          backendRefs: [
            { name: 'a', port: 80, weight: 0 },
            { name: 'a', port: 80 },
          ],
        },
      ],
      [],
    ],
    ['has no backends', [{}], ['rule-without-backends']],
    [
      'redirects',
      [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }],
      [],
    ],
    [
      'has a filter of an implementation',
      [
        {
          filters: [
            { type: 'ExtensionRef', extensionRef: { group: 'a.com', kind: 'X', name: 'x' } },
          ],
        },
      ],
      [],
    ],
    ['has no rules', [], ['rule-without-backends']],
    [
      'forwards to another host',
      [{ backendRefs: [{ name: 'out', port: 443 }] }],
      ['external-name-backend'],
    ],
  ])('whose rule %s', (_, rules, codes) => {
    const out: KubeObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'out', namespace: 'shop' },
      spec: { type: 'ExternalName', externalName: 'example.com' },
    };
    const filter: KubeObject = {
      apiVersion: 'a.com/v1',
      kind: 'X',
      metadata: { name: 'x', namespace: 'shop' },
    };
    expect(codesOf(...base, out, filter, route('r', rules))).toEqual(codes);
  });

  test('names filters of an implementation that are not there', () => {
    const filters = [
      { type: 'ExtensionRef', extensionRef: { group: 'a.com', kind: 'X', name: 'x' } },
    ];
    const rules = [{ backendRefs: [{ name: 'a', port: 80, filters }] }, { filters }];
    const objects = [...base, route('r', rules)];
    expect(told('HTTPRoute', ...objects)).toEqual([
      'r at Gateway shop/edge: Accepted True Accepted, ResolvedRefs False BackendNotFound',
    ]);
    const because = 'of an ExtensionRef filter, X shop/x of `a.com` is not there';
    expect(
      findingsOf(objects).map(({ message, where }) => `${fieldName(where?.path ?? [])} ${message}`),
    ).toEqual([
      `spec.rules[0].backendRefs[0].filters[0].extensionRef a reference of HTTPRoute shop/r does not resolve (BackendNotFound): ${because}`,
      `spec.rules[1].filters[0].extensionRef a reference of HTTPRoute shop/r does not resolve (BackendNotFound): ${because}`,
    ]);
  });

  test.each<[string, string, readonly string[]]>([
    ['unknownkind.example.com', 'NonExistent', ['invalid-kind']],
    ['gateway.envoyproxy.io', 'Backend', ['backend-not-found']],
    ['multicluster.x-k8s.io', 'ServiceImport', []],
  ])('forwards to %s %s', (group, kind, codes) => {
    const objects = [
      ...base,
      route('r', [{ backendRefs: [{ group, kind, name: 'x', port: 80 }] }]),
    ];
    expect(codesOf(...objects)).toEqual(codes);
  });

  test.each([
    ['a Service', {}, 'name a Service and port that are there'],
    ['another kind', { group: 'dp.wso2.com', kind: 'Backend' }, 'name an object that is there'],
    ['what nobody knows', { group: 'x.io', kind: 'Backend' }, 'the file that holds the object'],
  ])('that misses %s is told what to name', (_, kind, hint) => {
    const rules = [{ backendRefs: [{ name: 'x', port: 80, ...kind }] }];
    const [finding] = findingsOf([...base, route('r', rules)]);
    expect(finding?.hint).toContain(hint);
    expect(finding?.hint).toContain('--context');
  });

  test('without parents reaches nobody', () => {
    expect(codesOf(...base, route('r', [rule('/', 'a')], { parents: [] }))).toEqual([
      'route-without-parents',
    ]);
  });

  test.each(['TLSRoute', 'TCPRoute', 'UDPRoute'])(
    'for connections, %s, is judged alike',
    (kind) => {
      const protocol = kind.slice(0, 3);
      const tls = protocol === 'TLS' ? { tls: { mode: 'Passthrough' } } : {};
      const port = { port: 9000, protocol: kind === 'UDPRoute' ? 'UDP' : 'TCP' };
      const objects = (service: string) => [
        gateway([listener('c', 9000, protocol, tls)]),
        ...workload('a', {}, [port]),
        route(
          'r',
          [{ backendRefs: [{ name: service, port: 9000 }] }],
          protocol === 'TLS' ? { hostnames: ['a.example.com'] } : {},
          kind,
        ),
      ];
      expect(told(kind, ...objects('a'))).toEqual([
        'r at Gateway shop/edge: Accepted True Accepted, ResolvedRefs True ResolvedRefs',
      ]);
      expect(codesOf(...objects('b'))).toEqual(['backend-not-found']);
    },
  );
});

describe('a BackendTLSPolicy', () => {
  interface Props {
    readonly section?: string;
    readonly created?: string;
    readonly service?: string;
    readonly validation?: JsonObject;
  }
  const policy = (
    name: string,
    { section, created, service = 'a', validation }: Props = {},
  ): KubeObject => ({
    apiVersion: `${gatewayGroup}/v1alpha3`,
    kind: 'BackendTLSPolicy',
    metadata: {
      name,
      namespace: 'shop',
      ...(created === undefined ? {} : { creationTimestamp: created }),
    },
    spec: {
      targetRefs: [
        {
          group: '',
          kind: 'Service',
          name: service,
          ...(section === undefined ? {} : { sectionName: section }),
        },
      ],
      validation: {
        hostname: 'a.example.com',
        ...(validation ?? { wellKnownCACertificates: 'System' }),
      },
    },
  });
  const base = workload('a', {}, [{ name: 'https', port: 443 }]);
  const of = (...objects: readonly KubeObject[]) => told('BackendTLSPolicy', ...base, ...objects);
  const ok = 'Accepted True Accepted, ResolvedRefs True ResolvedRefs';

  test('for a Service, or one of its ports, is accepted, both at once', () => {
    expect(of(policy('p'), policy('q', { section: 'https' }))).toEqual([`p: ${ok}`, `q: ${ok}`]);
  });

  test('for what is not there is not', () => {
    const gone = 'Accepted False TargetNotFound, ResolvedRefs True ResolvedRefs';
    expect(of(policy('p', { service: 'b' }), policy('q', { section: 'web' }))).toEqual([
      `p: ${gone}`,
      `q: ${gone}`,
    ]);
  });

  test('that comes after another is not, and where ages are open both may not be', () => {
    const created = '2026-01-01T00:00:00Z';
    const lost = 'q: Accepted False Conflicted, ResolvedRefs True ResolvedRefs';
    expect(of(policy('q', { created }), policy('p', { created }))).toEqual([lost, `p: ${ok}`]);
    const open = 'Accepted Unknown Conflicted, ResolvedRefs True ResolvedRefs';
    expect(of(policy('q'), policy('p'))).toEqual([`q: ${open}`, `p: ${open}`]);
    expect(codesOf(...base, policy('q'), policy('p'))).toEqual(['conflicted', 'conflicted']);
  });

  test('is not compared with each of very many for one Service', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => policy(`p${index}`));
    const statuses = statusesOf([...base, ...many]);
    expect(statuses.at(-1)?.conditions.map(text)).toContain('Accepted Unknown Conflicted');
  }, 5000);

  const invalid = 'Accepted False NoValidCACertificate, ResolvedRefs False';
  test.each<[string, readonly JsonObject[], string]>([
    ['is there', [{ name: 'ca' }], ok],
    ['the cluster makes', [{ name: 'kube-root-ca.crt' }], ok],
    ['the cluster fills', [{ name: 'injected' }], ok],
    ['an implementation may take', [{ kind: 'Secret', name: 'ca' }], ok],
    ['is not there', [{ name: 'none' }], `${invalid} InvalidCACertificateRef`],
    ['is empty', [{ name: 'empty' }], `${invalid} InvalidCACertificateRef`],
    [
      'is of no such kind',
      [{ group: 'invalid.io', kind: 'X', name: 'x' }],
      `${invalid} InvalidKind`,
    ],
    [
      'is there beside another',
      [{ name: 'none' }, { name: 'ca' }],
      'Accepted True Accepted, ResolvedRefs False InvalidCACertificateRef',
    ],
  ])('whose authority %s', (_, refs, expected) => {
    const caCertificateRefs = refs.map((ref) => ({ group: '', kind: 'ConfigMap', ...ref }));
    const objects = [
      configMap('ca', { 'ca.crt': pem('CERTIFICATE') }),
      configMap('empty', { 'ca.crt': '' }),
      configMap('injected', {}, { 'config.openshift.io/inject-trusted-cabundle': 'true' }),
      policy('p', { validation: { caCertificateRefs } }),
    ];
    expect(of(...objects)).toEqual([`p: ${expected}`]);
  });
});

test('every reason that says no has a code', () => {
  const folder = join(__dirname, '../../lib/resolve');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const table = readFileSync(join(folder, 'status-findings.ts'), 'utf8');
  const reasons = files.flatMap((source) =>
    [...source.matchAll(/reason: '([A-Z]\w+)'/g)].map(([, reason]) => reason),
  );
  const silent = new Set(['Accepted', 'Programmed', 'ResolvedRefs', 'NoConflicts', 'Pending']);
  const coded = [...new Set(reasons)].filter((reason) => !silent.has(String(reason)));
  expect(coded.length).toBeGreaterThan(10);
  expect(coded.filter((reason) => !table.includes(`['${reason}', '`))).toEqual(['NoParent']);
});

test('the order of documents changes no status', () => {
  const set: KubeObject = {
    apiVersion: `${gatewayGroup}/v1`,
    kind: 'ListenerSet',
    metadata: { name: 's', namespace: 'shop' },
    spec: { parentRef: { name: 'edge' }, listeners: [listener('own', 81, 'HTTP')] },
  };
  const objects = [
    gateway([https('a'), https('b', { hostname: 'a.example.com' }), listener('c', 443, 'TCP')]),
    set,
    ...workload('a'),
    route('r', [rule('/', 'a'), rule('/b', 'b')]),
    route('q', [rule('/', 'a')], { hostnames: ['a.example.com'] }),
    grpcRoute('g', [{ backendRefs: [{ name: 'a', port: 80 }] }]),
  ];
  const lines = (list: readonly KubeObject[]) =>
    ['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute']
      .flatMap((kind) => told(kind, ...list))
      .sort();
  const expected = lines(objects);
  fc.assert(
    fc.property(fc.shuffledSubarray(objects, { minLength: objects.length }), (shuffled) => {
      expect(lines(shuffled)).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});
