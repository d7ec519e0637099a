// What the settings leave to the baseline.

import { expect, test } from 'vitest';
import { type Config, defaultConfig } from '../../../lib/model/config';
import { inventoryOf } from '../../../lib/model/inventory';
import { resolve } from '../../../lib/resolve/route-table';
import { Exclusions } from '../../../lib/verify/expect/exclusion';
import { isMeshed } from '../../../lib/verify/expect/mesh';
import { gateway, manifests, route, rule, workload } from '../../routes';

const objects = [
  gateway(),
  ...workload('a'),
  route('plain', [rule('/', 'a')]),
  route('legacy-cart', [rule('/', 'a')]),
  route('ignored', [rule('/', 'a')], { annotations: { 'gatefork.dev/ignore': 'true' } }),
  route('here', [rule('/', 'a')], { namespace: '' }),
];

function exclusions(config: Partial<Config>, currentNamespace?: string) {
  const { table } = resolve(inventoryOf(manifests(...objects), currentNamespace));
  return { table, exclusions: new Exclusions({ ...defaultConfig, ...config }, table) };
}

function forked(config: Partial<Config>, currentNamespace?: string): readonly string[] {
  const { table, exclusions: own } = exclusions(config, currentNamespace);
  return table.routes.filter((one) => own.mayFork(one)).map(({ name }) => name);
}

test('routes that are ignored, or named by a pattern, are never forked', () => {
  expect(forked({})).toEqual(['here', 'legacy-cart', 'plain']);
  const without = (...routes: string[]) => forked({ exclude: { routes, gateways: [] } });
  expect(without('shop/legacy-*')).toEqual(['here', 'plain']);
  expect(without('legacy-*', 'other/*')).toEqual(['here', 'plain']);
  expect(without('shop/*')).toEqual(['here']);
});

test('the current namespace goes by its name too', () => {
  const exclude = { routes: ['mine/here'], gateways: [] };
  expect(forked({ exclude })).toContain('here');
  expect(forked({ exclude }, 'mine')).not.toContain('here');
});

test('Gateways are shut by a pattern, and by the first exposure that names them', () => {
  const shut = (config: Partial<Config>) => exclusions(config).exclusions.isShut('shop', 'edge');
  const exposed = (...all: readonly (readonly [string, 'derive' | 'ignore' | 'warn'])[]) =>
    shut({ exposure: all.map(([name, action]) => ({ gateway: name, action })) });
  expect(shut({})).toBe(false);
  expect(shut({ exclude: { routes: [], gateways: ['edge'] } })).toBe(true);
  expect(shut({ exclude: { routes: [], gateways: ['other/edge'] } })).toBe(false);
  expect(exposed(['shop/*', 'ignore'])).toBe(true);
  expect(exposed(['shop/*', 'warn'])).toBe(false);
  expect(exposed(['edge', 'derive'], ['*', 'ignore'])).toBe(false);
  expect(exposed(['other', 'derive'], ['*', 'ignore'])).toBe(true);
});

test('a mesh is where the settings say, or the input shows one', () => {
  const mesh = (setting: Config['mesh'], showsMesh: boolean) =>
    isMeshed({ showsMesh }, { mesh: setting });
  expect([mesh('auto', true), mesh('auto', false)]).toEqual([true, false]);
  expect([mesh('on', false), mesh('off', true)]).toEqual([true, false]);
});
