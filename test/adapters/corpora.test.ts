// Manifests that others wrote, in a folder beside the repository. Skipped where it is absent.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apiChannels } from '../../lib/model/api';
import { readManifests } from '../../lib/pipeline';
import { folderWith, gatefork } from './folder';

const corpora = resolve(__dirname, '../../../shared/corpora');
const present = existsSync(corpora) ? describe : describe.skip;

function forking(...names: readonly string[]): string {
  return `apiVersion: gatefork.dev/v1alpha1
kind: Sandbox
metadata: { name: pr-42 }
spec:
  forks:
${names.map((name) => `    - forkOf: { kind: Deployment, name: ${name} }\n`).join('')}`;
}

interface Trial {
  readonly files: readonly string[];
  readonly forks: readonly string[];
  readonly mesh?: string;
}

function trial({ files, forks, mesh = 'auto' }: Trial) {
  folderWith({
    'pr.yaml': forking(...forks),
    'gatefork.yaml': `apiVersion: gatefork.dev/v1alpha1\nkind: Config\nspec: { mesh: ${mesh} }\n`,
  });
  const paths = files.map((file) => `-f ${join(corpora, file)}`).join(' ');
  const outcome = gatefork(`derive ${paths} -s pr.yaml --profile istio`);
  const objects = readManifests(outcome.out, 'out').manifests.map(({ object }) => object);
  const named = (kind: string, name: string) =>
    objects.find((object) => object.kind === kind && object.metadata?.name === name);
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata?.name}`);
  return { ...outcome, names, named };
}

const keyed = (path: object) => ({
  path,
  headers: [
    {
      type: 'RegularExpression',
      name: 'baggage',
      value: '^(.*,)?\\s*sd-routing-key\\s*=\\s*pr-42\\s*([,;].*)?$',
    },
  ],
});
const everything = { type: 'PathPrefix', value: '/' };
const backend = (name: string, port: number, weight = 1) => ({
  group: '',
  kind: 'Service',
  name,
  port,
  weight,
});

present('online-boutique (needs ../shared)', () => {
  const shop = ['kubernetes-manifests.yaml', 'istio-frontend-gateway.yaml'].map(
    (file) => `online-boutique/${file}`,
  );

  test('a fork of the frontend gets its keyed requests from the Gateway', () => {
    const { status, err, names, named } = trial({ files: shop, forks: ['frontend'], mesh: 'off' });
    expect([status, err.includes('warning')]).toEqual([0, false]);
    expect(names).toEqual([
      'Deployment frontend-pr-42',
      'Service frontend-pr-42',
      'HTTPRoute pr-42--frontend-route',
    ]);
    expect(named('HTTPRoute', 'pr-42--frontend-route')?.spec).toEqual({
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'istio-gateway' }],
      rules: [{ matches: [keyed(everything)], backendRefs: [backend('frontend-pr-42', 80)] }],
    });
  });

  test('without a mesh nothing reaches a fork of the cart, which is said', () => {
    const { status, err, names } = trial({ files: shop, forks: ['cartservice'], mesh: 'off' });
    expect(status).toBe(0);
    expect(err).toContain('warning fork-unreachable');
    expect(names).toEqual(['Deployment cartservice-pr-42', 'Service cartservice-pr-42']);
  });

  test('in a mesh the cart gets a route of its own, which keeps all other requests', () => {
    const { status, err, named } = trial({ files: shop, forks: ['cartservice'], mesh: 'on' });
    expect([status, err.includes('warning')]).toEqual([0, false]);
    expect(named('HTTPRoute', 'pr-42--cartservice--default')?.spec).toEqual({
      parentRefs: [{ group: '', kind: 'Service', name: 'cartservice', port: 7070 }],
      rules: [
        { matches: [keyed(everything)], backendRefs: [backend('cartservice-pr-42', 7070)] },
        { matches: [{ path: everything }], backendRefs: [backend('cartservice', 7070)] },
      ],
    });
  });
});

present('bookinfo (needs ../shared)', () => {
  const services = ['bookinfo.yaml', 'bookinfo-versions.yaml', 'gateway-api/bookinfo-gateway.yaml'];
  const withRoutes = (file: string) =>
    [...services, `gateway-api/${file}`].map((path) => `bookinfo/${path}`);
  const routeFiles = existsSync(corpora)
    ? readdirSync(join(corpora, 'bookinfo/gateway-api')).filter((file) => file.startsWith('route-'))
    : [];

  test('of a weighted route, keyed requests reach the forked version alone', () => {
    const { status, err, named } = trial({
      files: withRoutes('route-reviews-90-10.yaml'),
      forks: ['reviews-v2'],
    });
    // The Service of all versions is only attached to, so that it is shared says nothing.
    expect([status, err.includes('warning')]).toEqual([0, false]);
    expect(named('HTTPRoute', 'pr-42--reviews')?.spec).toEqual({
      parentRefs: [{ group: '', kind: 'Service', name: 'reviews', port: 9080 }],
      rules: [
        { matches: [keyed(everything)], backendRefs: [backend('reviews-v2-pr-42', 9080, 10)] },
      ],
    });
  });

  test('every match of the product page has its twin, and its mesh keeps other requests', () => {
    const { status, named } = trial({
      files: withRoutes('route-reviews-90-10.yaml'),
      forks: ['productpage-v1'],
    });
    expect(status).toBe(0);
    const rules = named('HTTPRoute', 'pr-42--bookinfo')?.spec;
    expect(rules).toMatchObject({
      rules: [
        {
          matches: [
            keyed({ type: 'Exact', value: '/productpage' }),
            keyed({ type: 'PathPrefix', value: '/static' }),
            keyed({ type: 'Exact', value: '/login' }),
            keyed({ type: 'Exact', value: '/logout' }),
            keyed({ type: 'PathPrefix', value: '/api/v1/products' }),
          ],
          backendRefs: [backend('productpage-pr-42', 9080)],
        },
      ],
    });
    expect(named('HTTPRoute', 'pr-42--productpage--default')).toBeDefined();
  });

  test.each(routeFiles)('every workload can be forked beside %s', (file) => {
    for (const name of ['reviews-v1', 'reviews-v2', 'reviews-v3', 'productpage-v1', 'ratings-v1']) {
      const { status, err } = trial({ files: withRoutes(file), forks: [name] });
      expect([name, status, err.includes('error')]).toEqual([name, 0, false]);
    }
  });

  test('all route files at once hold some routes several times: an error names each place', () => {
    const { status, out, err } = trial({
      files: ['bookinfo/bookinfo.yaml', 'bookinfo/gateway-api'],
      forks: ['ratings-v1'],
    });
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain('HTTPRoute reviews stands in 5 places');
    for (const file of routeFiles) expect(err).toMatch(new RegExp(`${file}:\\d+:1\\n`));
  });
});

present('gateway-api-examples (needs ../shared)', () => {
  test('every file is read without an error', () => {
    const folder = join(corpora, 'gateway-api-examples');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const yaml = files.filter((file) => file.endsWith('.yaml'));
    expect(yaml.length).toBeGreaterThan(50);
    for (const file of yaml) {
      const { findings, skipped } = readManifests(readFileSync(join(folder, file), 'utf8'), file);
      expect([file, findings, skipped]).toEqual([file, [], 0]);
    }
  });

  interface Report {
    readonly findings: readonly { readonly severity: string; readonly code: string }[];
    readonly checked: number;
  }

  /** File by file, since several of them bring the same objects. */
  function validated(options: string): readonly (readonly [string, number, Report])[] {
    const folder = join(corpora, 'gateway-api-examples');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => {
        const { status, out } = gatefork(`validate -f ${join(folder, file)} --no-lint ${options}`);
        return [file, status, JSON.parse(out) as Report];
      });
  }

  test('the API server would take every file', () => {
    const reports = validated('-o json');
    for (const [file, status, { findings }] of reports) {
      const errors = findings.filter(({ severity }) => severity === 'error');
      expect([file, status, errors]).toEqual([file, 0, []]);
    }
    const checked = reports.reduce((sum, [, , report]) => sum + report.checked, 0);
    expect(checked).toBeGreaterThan(95);
  });

  test.each(apiChannels)('%s: what its channel lacks is all that it refuses', (channel) => {
    const codes = new Set(
      validated(`-o json --api 1.6/${channel}`).flatMap(([, , { findings }]) =>
        findings.flatMap(({ severity, code }) => (severity === 'error' ? [code] : [])),
      ),
    );
    expect([...codes].filter((code) => code !== 'field-experimental')).toEqual([]);
    if (channel === 'experimental') expect(codes.size).toBe(0);
  });

  test.each(['http-routing', 'grpc-routing', 'traffic-splitting', 'multicluster', 'http-cors'])(
    'routes of %s stand beside a fork without being refused',
    (folder) => {
      const { err } = trial({
        files: ['online-boutique/kubernetes-manifests.yaml', `gateway-api-examples/${folder}`],
        forks: ['cartservice'],
      });
      expect(err).not.toContain('error object-invalid');
      expect(err).not.toContain('error yaml-invalid');
    },
  );
});
