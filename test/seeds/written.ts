// The founding documents' objects, written with constructs as their readers would.
//
// Neighbour: constructs.test.ts, which holds them against the text.

import { App, Chart } from 'cdk8s';
import {
  Backend,
  Gateway,
  GatewayClass,
  HttpFilter,
  HttpMatch,
  HttpRoute,
  Listener,
  ReferenceGrant,
  TcpRoute,
  TlsRoute,
} from '../../lib/index';

/** The charts of each document, by the number that its name starts with. */
export const written: Readonly<Record<string, () => readonly Chart[]>> = {
  '000': derivedRoutes,
  '001': () => [],
  '002': mesh,
  '003': () => [],
  '004': advancedPatterns,
};

const named = (name: string) => ({ metadata: { name } });

function derivedRoutes(): readonly Chart[] {
  const hotrod = new Chart(new App(), 'hotrod', { namespace: 'hotrod' });
  new HttpRoute(hotrod, 'frontend', {
    ...named('frontend-route'),
    parents: [{ name: 'my-gateway', namespace: 'gateway-system' }],
    rules: [
      {
        matches: [HttpMatch.pathPrefix('/api').header('x-env', 'production')],
        backends: [{ name: 'frontend', port: 8080 }],
      },
    ],
  });
  return [hotrod];
}

/** The group is the document's: one that no cluster knows, where it means the core's. */
function mesh(): readonly Chart[] {
  const app = new App();
  const smiley = { name: 'smiley', kind: 'Service', group: 'core', port: 80 };
  const faces = new Chart(app, 'faces', { namespace: 'faces' });
  new HttpRoute(faces, 'producer', {
    ...named('smiley-route'),
    parents: [smiley],
    rules: [{ backends: [{ name: 'smiley', port: 80 }] }],
  });
  const clients = new Chart(app, 'fast-clients', { namespace: 'fast-clients' });
  new HttpRoute(clients, 'consumer', {
    ...named('smiley-route'),
    parents: [{ ...smiley, namespace: 'faces' }],
    rules: [
      {
        backends: [{ name: 'smiley', namespace: 'faces', port: 80 }],
        timeouts: { request: '100ms' },
      },
    ],
  });
  return [faces, clients];
}

function advancedPatterns(): readonly Chart[] {
  const app = new App();
  const system = new Chart(app, 'system', { namespace: 'gateway-system' });
  const edge = production(system);
  internalAndExternal(system);
  const shop = new Chart(app, 'production', { namespace: 'production' });
  canary(shop, edge);
  features(shop, edge);
  const anywhere = new Chart(app, 'anywhere');
  matches(anywhere, edge);
  filters(anywhere, edge);
  connections(anywhere);
  return [system, shop, anywhere, ...acrossNamespaces(app, edge)];
}

function production(chart: Chart): Gateway {
  const gatewayClassName = new GatewayClass(chart, 'class', {
    ...named('production'),
    controllerName: 'gateway.nginx.org/nginx-gateway-controller',
  });
  const hostname = '*.company.com';
  return new Gateway(chart, 'edge', {
    ...named('production-gateway'),
    gatewayClassName,
    listeners: [
      Listener.http({ hostname, routesFrom: 'All' }),
      Listener.https({ hostname, certificates: ['wildcard-tls'], routesFrom: 'All' }),
    ],
  });
}

function internalAndExternal(chart: Chart): void {
  const from = (access: string) => ({ matchLabels: { 'gateway-access': access } });
  new Gateway(chart, 'internal', {
    metadata: {
      name: 'internal-gateway',
      annotations: { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' },
    },
    gatewayClassName: 'internal',
    listeners: [Listener.http({ routesFrom: from('internal') })],
  });
  new Gateway(chart, 'external', {
    ...named('external-gateway'),
    gatewayClassName: 'external',
    listeners: [Listener.https({ certificates: ['wildcard-tls'], routesFrom: from('external') })],
  });
}

function canary(chart: Chart, edge: Gateway): void {
  const share = (name: string, weight: number) => Backend.of({ name, port: 8080 }, { weight });
  new HttpRoute(chart, 'canary', {
    ...named('api-canary'),
    parents: [edge],
    hostnames: ['api.company.com'],
    rules: [
      {
        matches: [HttpMatch.pathPrefix('/')],
        backends: [share('api-stable', 90), share('api-canary', 10)],
      },
    ],
  });
}

function features(chart: Chart, edge: Gateway): void {
  new HttpRoute(chart, 'features', {
    ...named('feature-routing'),
    parents: [edge],
    hostnames: ['app.company.com'],
    rules: [
      {
        matches: [HttpMatch.header('X-Beta-User', 'true')],
        backends: [{ name: 'app-beta', port: 8080 }],
      },
      {
        matches: [HttpMatch.header('X-Internal', 'true').header('X-Test-Group', 'experiment-123')],
        backends: [{ name: 'app-experiment', port: 8080 }],
      },
      {
        matches: [HttpMatch.pathPrefix('/')],
        backends: [{ name: 'app-stable', port: 8080 }],
      },
    ],
  });
}

function matches(chart: Chart, edge: Gateway): void {
  const on = (name: string, value: string, service: string) => ({
    matches: [HttpMatch.queryParam(name, value)],
    backends: [{ name: service, port: 8080 }],
  });
  new HttpRoute(chart, 'query', {
    ...named('query-routing'),
    parents: [edge],
    rules: [on('version', 'v2', 'api-v2'), on('debug', 'true', 'api-debug')],
  });
  const api = HttpMatch.pathPrefix('/api/');
  new HttpRoute(chart, 'method', {
    ...named('method-routing'),
    parents: [edge],
    hostnames: ['api.company.com'],
    rules: [
      { matches: [api.method('GET')], backends: [{ name: 'api-read-replica', port: 8080 }] },
      {
        matches: [api.method('POST'), api.method('PUT'), api.method('DELETE')],
        backends: [{ name: 'api-primary', port: 8080 }],
      },
    ],
  });
}

function acrossNamespaces(app: App, edge: Gateway): readonly Chart[] {
  const backend = new Chart(app, 'backend', { namespace: 'backend' });
  const frontend = new Chart(app, 'frontend', { namespace: 'frontend' });
  const route = new HttpRoute(frontend, 'route', {
    ...named('frontend-route'),
    parents: [edge],
    rules: [
      {
        matches: [HttpMatch.pathPrefix('/api/')],
        backends: [{ name: 'api-service', namespace: 'backend', port: 8080 }],
      },
    ],
  });
  new ReferenceGrant(backend, 'grant', {
    ...named('allow-frontend-namespace'),
    from: [route],
    to: [{ kind: 'Service' }],
  });
  return [backend, frontend];
}

function filters(chart: Chart, edge: Gateway): void {
  const parents = [edge];
  new HttpRoute(chart, 'headers', {
    ...named('header-modification'),
    parents,
    rules: [
      {
        matches: [HttpMatch.pathPrefix('/')],
        filters: [
          HttpFilter.requestHeaders({
            add: { 'X-Request-ID': '$' + '{request_id}', 'X-Forwarded-Proto': 'https' },
            set: { Host: 'internal-api.default.svc.cluster.local' },
            remove: ['X-Internal-Token'],
          }),
          HttpFilter.responseHeaders({
            add: { 'X-Frame-Options': 'DENY', 'X-Content-Type-Options': 'nosniff' },
          }),
        ],
        backends: [{ name: 'api', port: 8080 }],
      },
    ],
  });
  const moved = (from: string, to: string, name: string) => ({
    matches: [HttpMatch.pathPrefix(from)],
    filters: [HttpFilter.rewrite({ prefix: to })],
    backends: [{ name, port: 8080 }],
  });
  new HttpRoute(chart, 'rewrite', {
    ...named('url-rewrite'),
    parents,
    hostnames: ['api.company.com'],
    rules: [moved('/v1/', '/', 'api-v1'), moved('/legacy/', '/api/v0/', 'legacy-api')],
  });
  new HttpRoute(chart, 'redirects', {
    ...named('redirects'),
    parents,
    rules: [
      {
        matches: [HttpMatch.pathPrefix('/')],
        filters: [HttpFilter.redirect({ scheme: 'https', statusCode: 301 })],
      },
      {
        matches: [HttpMatch.header('Host', 'old.company.com')],
        filters: [HttpFilter.redirect({ hostname: 'new.company.com', statusCode: 301 })],
      },
    ],
  });
  new HttpRoute(chart, 'timeouts', {
    ...named('with-timeouts'),
    parents,
    rules: [
      {
        matches: [HttpMatch.pathPrefix('/api/')],
        timeouts: { request: '30s', backendRequest: '10s' },
        backends: [{ name: 'api', port: 8080 }],
      },
    ],
  });
}

function connections(chart: Chart): void {
  const passthrough = new Gateway(chart, 'passthrough', {
    ...named('passthrough-gateway'),
    gatewayClassName: 'production',
    listeners: [
      Listener.tlsPassthrough({
        name: 'tls-passthrough',
        hostname: 'secure.company.com',
        routeKinds: ['TLSRoute'],
      }),
    ],
  });
  new TlsRoute(chart, 'secure', {
    ...named('secure-passthrough'),
    parents: [passthrough],
    hostnames: ['secure.company.com'],
    backends: [{ name: 'secure-backend', port: 8443 }],
  });
  const tcp = new Gateway(chart, 'tcp', {
    ...named('tcp-gateway'),
    gatewayClassName: 'production',
    listeners: [Listener.tcp({ name: 'postgres', port: 5432, routeKinds: ['TCPRoute'] })],
  });
  new TcpRoute(chart, 'postgres', {
    ...named('postgres-route'),
    parents: [tcp],
    backends: [{ name: 'postgres', port: 5432 }],
  });
}
