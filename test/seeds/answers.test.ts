// Where the requests of the founding documents go: what each text says of its objects, asked of
// the objects themselves. Skipped where the documents are absent.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../lib/model/manifest';
import type { Request } from '../../lib/model/request';
import { decide } from '../../lib/routing/decide';
import { gateway, route } from '../routes';
import {
  type Asking,
  connection,
  gatewayTarget,
  goes,
  http,
  pickedFrom,
  seed,
  tableOf,
} from './cluster';

const present = existsSync(resolve(__dirname, '../../../shared/seeds')) ? describe : describe.skip;

const edge = gatewayTarget('gateway-system/production-gateway', 80);
const edgeGateway = 'Gateway gateway-system/production-gateway';
const ask = (url: string, asking?: Asking) => http(edge, url, asking);

interface Row {
  readonly text: string;
  readonly objects: readonly string[];
  readonly requests: readonly (readonly [request: Request, expected: string])[];
}

const api = 'http://api.company.com';
const app = 'http://app.company.com';
const beta = { 'X-Beta-User': 'true' };
const internal = { 'X-Internal': 'true' };
const experiment = { ...internal, 'X-Test-Group': 'experiment-123' };
const write = (method: string) => ask(`${api}/api/users`, { method });

/** One row for each section of the patterns guide. */
const patterns: readonly Row[] = [
  {
    text: 'a canary gets its share',
    objects: ['HTTPRoute production/api-canary'],
    requests: [
      [ask(`${api}/`), '0.9 production/api-stable:8080 + 0.1 production/api-canary:8080'],
      [ask(`${api}/users?id=7`), '0.9 production/api-stable:8080 + 0.1 production/api-canary:8080'],
      [ask(`${app}/`), '404'],
      [ask('http://api.other.com/'), '404'],
      [
        http(gatewayTarget('gateway-system/production-gateway', 443), 'https://api.company.com/'),
        '0.9 production/api-stable:8080 + 0.1 production/api-canary:8080',
      ],
    ],
  },
  {
    text: 'headers choose among versions',
    objects: ['HTTPRoute production/feature-routing'],
    requests: [
      [ask(`${app}/`), 'production/app-stable:8080'],
      [ask(`${app}/`, { headers: beta }), 'production/app-beta:8080'],
      [ask(`${app}/`, { headers: { 'x-beta-user': 'true' } }), 'production/app-beta:8080'],
      [ask(`${app}/`, { headers: { 'X-Beta-User': 'TRUE' } }), 'production/app-stable:8080'],
      [ask(`${app}/`, { headers: experiment }), 'production/app-experiment:8080'],
      [ask(`${app}/`, { headers: internal }), 'production/app-stable:8080'],
      // Two header matches rank before one.
      [ask(`${app}/`, { headers: { ...beta, ...experiment } }), 'production/app-experiment:8080'],
    ],
  },
  {
    text: 'query parameters choose',
    objects: ['HTTPRoute query-routing'],
    requests: [
      [ask(`${api}/a?version=v2`), '/api-v2:8080'],
      [ask(`${api}/a?debug=true`), '/api-debug:8080'],
      // One parameter each: the first rule.
      [ask(`${api}/a?debug=true&version=v2`), '/api-v2:8080'],
      [ask(`${api}/a?version=v1`), '404'],
      [ask(`${api}/a`), '404'],
    ],
  },
  {
    text: 'reads go to replicas, writes to the primary',
    objects: ['HTTPRoute method-routing'],
    requests: [
      [write('GET'), '/api-read-replica:8080'],
      [write('POST'), '/api-primary:8080'],
      [write('PUT'), '/api-primary:8080'],
      [write('DELETE'), '/api-primary:8080'],
      [write('PATCH'), '404'],
      [ask(`${api}/apis`), '404'],
    ],
  },
  {
    text: 'a grant opens the Service of another namespace',
    objects: [
      'ReferenceGrant backend/allow-frontend-namespace',
      'HTTPRoute frontend/frontend-route',
    ],
    requests: [[ask(`${api}/api/users`), 'backend/api-service:8080']],
  },
  {
    text: 'without the grant the reference is refused',
    objects: ['HTTPRoute frontend/frontend-route'],
    requests: [[ask(`${api}/api/users`), '500']],
  },
  {
    text: 'TLS passes through by the name that is asked for',
    objects: ['Gateway passthrough-gateway', 'TLSRoute secure-passthrough'],
    requests: [
      [
        connection('tls', gatewayTarget('/passthrough-gateway', 443), 'secure.company.com'),
        '/secure-backend:8443',
      ],
      [connection('tls', gatewayTarget('/passthrough-gateway', 443), 'api.company.com'), 'closed'],
    ],
  },
  {
    text: 'redirects to HTTPS, and to the new domain by the Host header',
    objects: ['HTTPRoute redirects'],
    requests: [
      [ask(`${app}/a?b=c`), '301 https://app.company.com/a?b=c'],
      [ask('http://old.company.com/a'), '301 http://new.company.com/a'],
    ],
  },
  {
    text: 'a port for a database',
    objects: ['Gateway tcp-gateway', 'TCPRoute postgres-route'],
    requests: [
      [connection('tcp', gatewayTarget('/tcp-gateway', 5432)), '/postgres:5432'],
      [connection('tcp', gatewayTarget('/tcp-gateway', 5433)), 'closed'],
    ],
  },
];

const cluster = (...names: readonly string[]) =>
  tableOf(pickedFrom('004', ['GatewayClass production', edgeGateway, ...names]));

present('the guide to patterns (needs ../shared)', () => {
  test.each(patterns)('$text', ({ objects, requests }) => {
    const table = cluster(...objects);
    expect(requests.map(([request]) => goes(table, request))).toEqual(
      requests.map(([, expected]) => expected),
    );
  });

  test('a rollout shifts the weights as its list says', () => {
    const steps = [...seed('004').matchAll(/^weight: (\d+) \/ (\d+)$/gm)];
    expect(steps).toHaveLength(4);
    const [canary] = pickedFrom('004', ['HTTPRoute production/api-canary']);
    const gateways = pickedFrom('004', [edgeGateway]);
    const shares = steps.map(([, stable, fresh]) => {
      const text = JSON.stringify(canary).replace(/"weight":(90|10)/g, (_, weight) =>
        weight === '90' ? `"weight":${stable}` : `"weight":${fresh}`,
      );
      return goes(tableOf([...gateways, JSON.parse(text) as KubeObject]), ask(`${api}/`));
    });
    expect(shares).toEqual([
      'production/api-stable:8080',
      '0.9 production/api-stable:8080 + 0.1 production/api-canary:8080',
      '0.5 production/api-stable:8080 + 0.5 production/api-canary:8080',
      'production/api-canary:8080',
    ]);
  });

  test('headers are added, set and removed on the way in and out', () => {
    const table = cluster('HTTPRoute header-modification');
    const [, id = ''] = /^- name: X-Request-ID\nvalue: "(.*)"$/m.exec(seed('004')) ?? [];
    expect(id).toMatch(/^\$\{.*\}$/);
    const headers = { 'X-Internal-Token': 'secret', 'X-Forwarded-Proto': 'http', Accept: '*/*' };
    expect(decide(table, ask(`${app}/a`, { headers }))).toMatchObject({
      outcome: 'backends',
      backends: [{ name: '/api', port: 8080, share: 1 }],
      forwarded: {
        host: 'internal-api.default.svc.cluster.local',
        path: '/a',
        headers: [
          ['X-Forwarded-Proto', 'http,https'],
          ['Accept', '*/*'],
          // No variable: the API gives a value no meaning.
          ['X-Request-ID', id],
        ],
      },
      response: {
        set: [],
        add: [
          ['X-Frame-Options', 'DENY'],
          ['X-Content-Type-Options', 'nosniff'],
        ],
        remove: [],
      },
    });
  });

  test.each([
    ['/v1/users', '/api-v1:8080', '/users'],
    ['/v1/users?id=7', '/api-v1:8080', '/users?id=7'],
    ['/v1', '/api-v1:8080', '/'],
    ['/legacy/users', '/legacy-api:8080', '/api/v0/users'],
  ])('%s is rewritten', (path, backend, rewritten) => {
    const table = cluster('HTTPRoute url-rewrite');
    const outcome = decide(table, ask(`${api}${path}`));
    expect(goes(table, ask(`${api}${path}`))).toBe(backend);
    expect(outcome).toMatchObject({ forwarded: { path: rewritten, host: 'api.company.com' } });
  });

  test('what is not below a rewritten path has no route', () => {
    expect(goes(cluster('HTTPRoute url-rewrite'), ask(`${api}/v1x`))).toBe('404');
  });

  test('timeouts come with the outcome', () => {
    expect(decide(cluster('HTTPRoute with-timeouts'), ask(`${app}/api/a`))).toMatchObject({
      outcome: 'backends',
      policies: { timeouts: { request: '30s', backendRequest: '10s' } },
    });
  });

  test('each of two Gateways lets in the namespaces of its label', () => {
    const names = ['internal-gateway', 'external-gateway'];
    const gateways = pickedFrom(
      '004',
      names.map((name) => `Gateway gateway-system/${name}`),
    );
    const parents = names.map((name) => ({ name, namespace: 'gateway-system' }));
    const objects = ['internal', 'external', 'none'].flatMap((name): KubeObject[] => [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { 'gateway-access': name } },
      },
      route('r', [{ backendRefs: [{ name, port: 80 }] }], {
        namespace: name,
        parents,
        hostnames: [`${name}.t`],
      }),
    ]);
    const table = tableOf([...gateways, ...objects]);
    const answers = (gatewayName: string, port: number, scheme: string) =>
      ['internal', 'external', 'none'].map((host) =>
        goes(
          table,
          http(gatewayTarget(`gateway-system/${gatewayName}`, port), `${scheme}://${host}.t/`),
        ),
      );
    expect(answers('internal-gateway', 80, 'http')).toEqual(['internal/internal:80', '404', '404']);
    expect(answers('external-gateway', 443, 'https')).toEqual([
      '404',
      'external/external:80',
      '404',
    ]);
  });
});

present('the overview of the API (needs ../shared)', () => {
  // It tells of this route and quotes none.
  test('two paths of a shop go to two Services, all else to nobody', () => {
    expect(seed('001')).toContain('"store.example.com"');
    const to = (path: string, name: string) => ({
      matches: [{ path: { type: 'PathPrefix', value: path } }],
      backendRefs: [{ name, port: 80 }],
    });
    const table = tableOf([
      gateway(undefined, { namespace: 'prod' }, 'prod-web-gateway'),
      route('store', [to('/catalog', 'catalog-svc'), to('/cart', 'cart-svc')], {
        namespace: 'prod',
        parents: [{ name: 'prod-web-gateway' }],
        hostnames: ['store.example.com'],
      }),
    ]);
    const target = gatewayTarget('prod/prod-web-gateway', 80);
    const paths = ['/catalog/7', '/cart', '/', '/cartography'];
    expect(
      paths.map((path) => goes(table, http(target, `http://store.example.com${path}`))),
    ).toEqual(['prod/catalog-svc:80', 'prod/cart-svc:80', '404', '404']);
    expect(goes(table, http(target, 'http://example.com/cart'))).toBe('404');
  });
});
