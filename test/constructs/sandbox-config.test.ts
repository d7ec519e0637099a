// The configuration of an app's sandboxes.

import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import { GateforkConfig, type GateforkSettings } from '../../lib/constructs/app-config';
import { defaultConfig } from '../../lib/model/config';
import { UsageError } from '../../lib/model/finding';

test('is one for the whole app, with its defaults until something is set', () => {
  const app = new App();
  const chart = new Chart(app, 'shop');
  expect(GateforkConfig.of(app).toConfig()).toEqual(defaultConfig);
  GateforkConfig.of(chart).set({ keyName: 'route' });
  expect(GateforkConfig.of(app).toConfig()).toEqual({ ...defaultConfig, keyName: 'route' });
  expect(GateforkConfig.of(new App()).toConfig()).toEqual(defaultConfig);
});

test('becomes the value that the passes work on', () => {
  const config = GateforkConfig.of(new App()).set({
    keyName: 'route',
    carriers: ['baggage', 'tracestate', { header: 'x-routing-key' }],
    profile: 'istio',
    mesh: 'on',
    weights: 'keep',
    exclude: { routes: ['shop/legacy-*'] },
  });
  expect(config.toConfig()).toEqual({
    ...defaultConfig,
    keyName: 'route',
    carriers: [
      { type: 'baggage' },
      { type: 'tracestate' },
      { type: 'header', name: 'x-routing-key' },
    ],
    profiles: ['istio'],
    mesh: 'on',
    weights: 'keep',
    exclude: { routes: ['shop/legacy-*'], gateways: [] },
  });
});

test('carriers and a preset take each other’s place, the rest stays', () => {
  const config = GateforkConfig.of(new App()).set({ mesh: 'off', carriers: ['tracestate'] });
  expect(config.set({ preset: 'signadot' }).toConfig()).toMatchObject({
    mesh: 'off',
    carriers: [
      { type: 'baggage' },
      { type: 'tracestate' },
      { type: 'header', name: 'ot-baggage-sd-routing-key' },
      { type: 'header', name: 'uberctx-sd-routing-key' },
    ],
  });
  const again = config.set({ carriers: ['tracestate'] }).toConfig();
  expect(again).toEqual({ ...defaultConfig, mesh: 'off', carriers: [{ type: 'tracestate' }] });
});

test.each<[GateforkSettings, string]>([
  [{ keyName: 'a b' }, '`a b`'],
  [{ keyName: 'Route' }, '`Route`'],
  [{ keyName: '' }, 'spec.keyName'],
  [{ carriers: [] }, 'is empty'],
  [{ carriers: ['baggage'], preset: 'signadot' }, 'beside `preset`'],
  [{ carriers: ['baggage', 'baggage'] }, 'twice'],
  [{ carriers: [{ header: 'x_key' }] }, '`x_key`'],
  [{ carriers: [{ header: 'baggage' }] }, 'use the carrier baggage'],
  [{ carriers: [{ header: 'x-key-bin' }] }, '`x-key-bin`'],
  [{ carriers: ['cookie' as 'baggage'] }, 'spec.carriers[0] is `cookie`'],
  [{ carriers: 'baggage' as unknown as [] }, 'not a list'],
  [{ profile: ['istio', 'nginx-x'] }, '`nginx-x`'],
  [{ profile: 'isto' }, 'did you mean `istio`?'],
  [{ mesh: 'maybe' as 'auto' }, 'use one of auto, on, off'],
  [{ weights: 'none' as 'keep' }, 'use one of fork-only, keep'],
  [{ carrier: ['baggage'] } as GateforkSettings, 'did you mean `carriers`?'],
  [{ verify: 'no' as unknown as boolean }, 'verify is `no`'],
  [{ warnings: false as unknown as 'silent' }, "use 'print' or 'silent'"],
  [{ currentNamespace: 1 as unknown as string }, 'currentNamespace is `1`'],
])('refuses %j', (settings, text) => {
  const call = () => GateforkConfig.of(new App()).set(settings);
  expect(call).toThrow(UsageError);
  expect(call).toThrow(text);
});

test('what was refused changes nothing, and the message starts with the setting', () => {
  const config = GateforkConfig.of(new App()).set({ mesh: 'off' });
  expect(() => config.set({ mesh: 'on', profile: 'isto' })).toThrow(/^Config: spec\.profile/);
  expect(config.settings).toEqual({ mesh: 'off' });
});
