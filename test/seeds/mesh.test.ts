// What the mesh document says of producer routes, consumer routes and Services without routes,
// asked of the objects that it quotes. Skipped where the documents are absent.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../lib/model/request';
import { decide } from '../../lib/routing/decide';
import { match, route, rule } from '../routes';
import { goes, http, pickedFrom, service, tableOf } from './cluster';

const present = existsSync(resolve(__dirname, '../../../shared/seeds')) ? describe : describe.skip;

const producer = 'HTTPRoute faces/smiley-route';
const consumer = 'HTTPRoute fast-clients/smiley-route';

function calls(place: string, from: string, port = 80): Target {
  const [namespace = '', name = ''] = place.split('/');
  return { to: 'service', namespace, name, port, from };
}

const smiley = (...names: readonly string[]) =>
  tableOf([...pickedFrom('002', names), service('faces', 'smiley', [80])]);
const url = 'http://smiley.faces/';

present('the mesh document (needs ../shared)', () => {
  test.each(['faces', 'fast-clients', 'anywhere'])(
    'a producer route takes requests of every client, so of %s',
    (from) => {
      const outcome = decide(smiley(producer), http(calls('faces/smiley', from), url));
      expect(outcome).toMatchObject({
        outcome: 'backends',
        backends: [{ name: 'faces/smiley', port: 80 }],
        by: { route: { namespace: 'faces', name: 'smiley-route' } },
        policies: {},
      });
    },
  );

  test('a consumer route takes requests of its own namespace alone, with its timeout', () => {
    const table = smiley(producer, consumer);
    const answers = ['fast-clients', 'faces', 'anywhere'].map((from) => {
      const outcome = decide(table, http(calls('faces/smiley', from), url));
      const by = 'by' in outcome ? outcome.by?.route.namespace : undefined;
      return [from, by, 'policies' in outcome ? outcome.policies : undefined];
    });
    expect(answers).toEqual([
      ['fast-clients', 'fast-clients', { timeouts: { request: '100ms' } }],
      ['faces', 'faces', {}],
      ['anywhere', 'faces', {}],
    ]);
  });

  test('a consumer route alone leaves requests of others as they were', () => {
    const table = smiley(consumer);
    expect(decide(table, http(calls('faces/smiley', 'anywhere'), url))).not.toHaveProperty('by');
    expect(goes(table, http(calls('faces/smiley', 'anywhere'), url))).toBe('faces/smiley:80');
  });

  const parents = [{ group: '', kind: 'Service', name: 'foo' }];
  const foo = service('ns', 'foo', [80]);

  test('without routes a request goes to the Service itself', () => {
    const table = tableOf([foo]);
    expect(goes(table, http(calls('ns/foo', 'client'), 'http://foo.ns/'))).toBe('ns/foo:80');
  });

  test('with routes the highest match decides, and what matches none is rejected', () => {
    const routes = route('r', [rule('/a', 'near'), rule('/a/b', 'nearer')], {
      namespace: 'ns',
      parents,
    });
    const table = tableOf([foo, routes]);
    const paths = ['/a', '/a/b/c', '/b'];
    expect(
      paths.map((path) => goes(table, http(calls('ns/foo', 'client'), `http://foo.ns${path}`))),
    ).toEqual(['ns/near:80', 'ns/nearer:80', '404']);
  });

  test('routes of one namespace are combined: two clients there cannot differ', () => {
    const oven = (name: string, request: string) =>
      route(
        name,
        [
          {
            matches: [match('/')],
            backendRefs: [{ name: 'foo', namespace: 'ns', port: 80 }],
            timeouts: { request },
          },
        ],
        {
          namespace: 'foodprep',
          parents: [{ group: '', kind: 'Service', name: 'foo', namespace: 'ns' }],
          created: name === 'blender' ? '2026-01-01T00:00:00Z' : '2026-01-02T00:00:00Z',
        },
      );
    const table = tableOf([foo, oven('mixer', '1s'), oven('blender', '2s')]);
    const outcome = decide(table, http(calls('ns/foo', 'foodprep'), 'http://foo.ns/'));
    expect(outcome).toMatchObject({ policies: { timeouts: { request: '2s' } } });
  });
});
