// Patterns of the settings that name nothing, and what is assumed of other repositories.

import { expect, test } from 'vitest';
import type { Config } from '../../../lib/model/config';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';

const base = [gateway(), ...workload('a'), route('r', [rule('/', 'a')])];

function unused(config: Partial<Config>): readonly string[] {
  const { findings } = deriving(base, [sandbox('pr-42', ['a'])], config);
  return findings.filter(({ code }) => code === 'pattern-unused').map(({ message }) => message);
}

test.each<[string, Partial<Config>, string]>([
  ['a Gateway', { exposure: [{ gateway: 'shop/egde', action: 'derive' }] }, 'exposure'],
  ['an excluded Gateway', { exclude: { routes: [], gateways: ['nowhere/*'] } }, 'exclude.gateways'],
  ['an excluded route', { exclude: { routes: ['shop/nothing'], gateways: [] } }, 'exclude.routes'],
])('%s that no object is called is told of', (_, config, field) => {
  const [message, ...more] = unused(config);
  expect(message).toContain(`under \`${field}\``);
  expect(more).toEqual([]);
});

test('a pattern that names something says nothing', () => {
  const [{ metadata } = { metadata: undefined }] = base;
  const own = `${metadata?.namespace}/${metadata?.name}`;
  expect(unused({ exposure: [{ gateway: own, action: 'derive' }] })).toEqual([]);
  expect(unused({ exclude: { routes: ['shop/other', 'shop/r*'], gateways: [] } })).toHaveLength(1);
});

test('Services that got a route of their own are named once, as an assumption', () => {
  const { derived } = deriving(
    [...workload('a'), ...workload('b')],
    [sandbox('pr-1', ['a', 'b']), sandbox('pr-2', ['a'])],
    { mesh: 'on' },
  );
  const told = derived.findings.filter(({ code }) => code === 'mesh-routes-not-in-input');
  expect(told).toHaveLength(1);
  expect(told[0]?.message).toContain('Service shop/a and 1 more (shop/b)');
});
