// The kinds beside Services that routes can forward to: told in docs, each with its source.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backendKinds, objectsFrom } from '../../../lib/routing/reference/backend-kinds';

const docs = readFileSync(join(__dirname, '../../../docs/command.md'), 'utf8');

const places = { files: 'files', cluster: 'the cluster', nowhere: 'nowhere' };

test.each(backendKinds)('$kind is told in docs', ({ kind, objects, source }) => {
  const [group, name] = kind.split('/');
  const start = `| ${group === '' ? 'core' : `\`${group}\``} | \`${name}\``;
  expect(docs).toContain(`\n${start} | ${places[objects]} | ${source} |\n`);
});

test('no kind stands there twice', () => {
  const kinds = backendKinds.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
});

test.each([
  ['multicluster.x-k8s.io/ServiceImport', 'a', 'cluster'],
  ['networking.istio.io/Hostname', 'example.com', 'nowhere'],
  ['gateway.envoyproxy.io/Backend', 'a', 'files'],
  ['traefik.io/TraefikService', 'a', 'files'],
  ['traefik.io/TraefikService', 'api@internal', 'nowhere'],
  ['gateway.envoyproxy.io/Backend', 'a@b', 'files'],
  ['unknownkind.example.com/NonExistent', 'a', undefined],
  ['__proto__/toString', 'a', undefined],
])('objects of %s called %s come from %s', (kind, name, expected) => {
  expect(objectsFrom(kind, name)).toBe(expected);
});
