// Connections in a mesh: which TLSRoute of a Service takes one.

import { expect, test } from 'vitest';
import type { KubeObject } from '../../../lib/model/manifest';
import { explain } from '../../../lib/routing/decide';
import { route, workload } from '../../routes';
import { tableOf, textOf } from '../asking';

const mesh = { group: '', kind: 'Service', name: 'a', namespace: 'shop' };
const services = ['a', 'b', 'c'].flatMap((name) => workload(name));

function tlsRoute(name: string, service: string, hostnames?: readonly string[]): KubeObject {
  const rules = [{ backendRefs: [{ name: service, port: 80 }] }];
  const more = hostnames === undefined ? {} : { hostnames };
  return route(name, rules, { parents: [mesh], ...more }, 'TLSRoute');
}

function endOf(objects: readonly KubeObject[], sni: string): string {
  const target = { to: 'service', namespace: 'shop', name: 'a', port: 80, from: 'shop' } as const;
  const { outcome, trace } = explain(tableOf([...services, ...objects]), {
    protocol: 'tls',
    target,
    sni,
  });
  const won = trace?.candidates.filter(({ state }) => state === 'won').map(({ host }) => host);
  return `${textOf(outcome)} ${won?.join(' ')}`.trim();
}

test('the most specific server name takes a connection, whatever the ages', () => {
  const both = [tlsRoute('exact', 'b', ['x.test']), tlsRoute('wide', 'c', ['*.test'])];
  expect(endOf(both, 'X.test')).toBe('shop/b:80 x.test');
  expect(endOf(both, 'y.test')).toBe('shop/c:80 *.test');
});

test('a route without server names takes what no other does', () => {
  const both = [tlsRoute('all', 'b'), tlsRoute('exact', 'c', ['x.test'])];
  expect(endOf(both, 'x.test')).toBe('shop/c:80 x.test');
  expect(endOf(both, 'y.test')).toBe('shop/b:80 *');
});

test('a Service answers by itself where no server name fits', () => {
  expect(endOf([tlsRoute('exact', 'b', ['x.test'])], 'y.test')).toBe('shop/a:80');
});
