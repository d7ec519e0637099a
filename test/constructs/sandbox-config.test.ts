// The configuration of an app's sandboxes.

import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import { GateforkConfig, type GateforkSettings } from '../../lib/constructs/app-config';
import { UsageError } from '../../lib/model/finding';

test('is one for the whole app, and empty until something is set', () => {
  const app = new App();
  const chart = new Chart(app, 'shop');
  expect(GateforkConfig.of(app).toConfig()).toEqual({});
  GateforkConfig.of(chart).set({ keyName: 'route' });
  expect(GateforkConfig.of(app).toConfig()).toEqual({ keyName: 'route' });
  expect(GateforkConfig.of(new App()).toConfig()).toEqual({});
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
  expect(again).toEqual({ mesh: 'off', carriers: [{ type: 'tracestate' }] });
});

test.each<[GateforkSettings, string]>([
  [{ keyName: 'a b' }, '`a b`'],
  [{ keyName: '' }, 'list member'],
  [{ carriers: [] }, 'empty'],
  [{ carriers: ['baggage'], preset: 'signadot' }, 'both'],
  [{ carriers: [{ header: 'x_key' }] }, '`x_key`'],
  [{ carriers: ['cookie' as 'baggage'] }, '`cookie` is not a carrier'],
  [{ profile: ['istio', 'nginx-x'] }, 'profile `nginx-x` is not known'],
])('refuses %j', (settings, text) => {
  const call = () => GateforkConfig.of(new App()).set(settings);
  expect(call).toThrow(UsageError);
  expect(call).toThrow(text);
});
