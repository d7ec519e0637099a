// Which Kubernetes objects the founding documents quote: each is found, has the form of today's
// API once it is lifted, and resolves. Skipped where the documents are absent.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nameOf } from '../../lib/model/manifest';
import { lifted, quoted, seed, seedNames, servicesFor, tableOf } from './cluster';
import { othersIn } from './quoted';
import { formProblems } from './validity';

const isPresent = existsSync(resolve(__dirname, '../../../shared/seeds'));
const present = isPresent ? describe : describe.skip;

/** Read while tests are collected, which skipping does not keep from. */
const allQuoted = (isPresent ? seedNames : []).flatMap((number) =>
  quoted(number).map((one) => [number, one] as const),
);

/** Objects by seed, in the order of the text. */
const all: { readonly [seed: string]: readonly string[] } = {
  '000': ['HTTPRoute hotrod/frontend-route'],
  // Tells of routes, and quotes none.
  '001': [],
  '002': ['HTTPRoute faces/smiley-route', 'HTTPRoute fast-clients/smiley-route'],
  '003': [],
  '004': [
    'GatewayClass production',
    'Gateway gateway-system/production-gateway',
    'HTTPRoute production/api-canary',
    'HTTPRoute production/feature-routing',
    'HTTPRoute query-routing',
    'HTTPRoute method-routing',
    'ReferenceGrant backend/allow-frontend-namespace',
    'HTTPRoute frontend/frontend-route',
    'Gateway passthrough-gateway',
    'TLSRoute secure-passthrough',
    'HTTPRoute header-modification',
    'HTTPRoute url-rewrite',
    'HTTPRoute redirects',
    'HTTPRoute with-timeouts',
    'TCPRoute postgres-route',
    'Gateway tcp-gateway',
    'Gateway gateway-system/internal-gateway',
    'Gateway gateway-system/external-gateway',
  ],
};

/** What is quoted and is none of the Gateway API: Istio's objects, and settings of a Helm chart. */
const others: { readonly [seed: string]: readonly string[] } = {
  '003': [
    'networking.istio.io/v1beta1 VirtualService my-api-route',
    'networking.istio.io/v1beta1 VirtualService product-page-route',
    'networking.istio.io/v1beta1 VirtualService my-service-route',
  ],
};

present('the founding documents (need ../shared)', () => {
  test.each(seedNames)('%s: every object is found', (number) => {
    expect(quoted(number).map((one) => nameOf(lifted(one)))).toEqual(all[number]);
    expect(othersIn(seed(number))).toEqual(others[number] ?? []);
    // Each head of an object is one of those.
    const heads = seed(number).match(/^\s*(?:apiVersion:.*\n\s*)?kind: \w+\n\s*metadata:/gm) ?? [];
    expect(heads).toHaveLength(all[number]?.length ?? 0);
  });

  test('objects that are not of the Gateway API are told', () => {
    const told = Object.values(others).flat();
    console.info(`not of the Gateway API:\n  ${told.join('\n  ')}\n  Helm values of seed 000`);
    expect(seed('000')).toMatch(/# values\.yaml\nistio:\nenabled: true\ngatewayAPI:\n/);
    expect(told).toHaveLength(3);
  });

  test('versions that are not served any more are lifted', () => {
    const old = seedNames
      .flatMap(quoted)
      .filter(({ apiVersion }) => apiVersion !== 'gateway.networking.k8s.io/v1')
      .map(({ kind, apiVersion }) => `${kind} ${apiVersion}`);
    expect(old).toEqual([
      'HTTPRoute ',
      'HTTPRoute ',
      'ReferenceGrant gateway.networking.k8s.io/v1beta1',
      'TLSRoute gateway.networking.k8s.io/v1alpha2',
      'TCPRoute gateway.networking.k8s.io/v1alpha2',
    ]);
  });

  test.each(allQuoted)(
    '%s: $kind of line $line has the form that the API asks for',
    (_number, one) => {
      expect(formProblems(lifted(one))).toEqual([]);
    },
  );

  test.each(seedNames)('%s: all objects resolve beside each other', (number) => {
    const objects = quoted(number).map(lifted);
    const { routes, connectionRoutes } = tableOf(objects);
    const read = objects.filter(({ kind }) => kind.endsWith('Route')).map(nameOf);
    const names = [...routes, ...connectionRoutes].map(({ manifest }) => nameOf(manifest.object));
    expect(names.sort()).toEqual(read.sort());
    expect(servicesFor(objects).length > 0).toBe(read.length > 0);
  });

  test('an object that misses what it needs is seen', () => {
    const [route] = quoted('004')
      .map(lifted)
      .filter(({ kind }) => kind === 'TLSRoute');
    expect(route).toBeDefined();
    if (route === undefined) return;
    const spoilt = { ...route, spec: { parentRefs: [{ nam: 'a' }], rules: [] } };
    expect(formProblems(spoilt)).toEqual([
      'TLSRoute.spec.hostnames is absent',
      'TLSRoute.spec.parentRefs[0].name is absent',
      'TLSRoute.spec.parentRefs[0].nam is unknown',
      'TLSRoute.spec.rules has less than 1',
    ]);
  });
});
