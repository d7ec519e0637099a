import { describe, expect, it } from 'vitest';
import { inventoryOf } from '../../../lib/model/inventory';
import type { KubeObject } from '../../../lib/model/manifest';
import { stepsOf, stepText, waveOf } from '../../../lib/verify/state/order';
import { gateway, manifests, route, rule, workload } from '../../routes';
import { inWave } from './scene';

function orderOf(baseline: readonly KubeObject[], applied: readonly KubeObject[]) {
  const sets = [baseline, applied].map((objects) => inventoryOf(manifests(...objects)));
  return stepsOf(...(sets as [ReturnType<typeof inventoryOf>, ReturnType<typeof inventoryOf>]));
}

const [deployment, service] = workload('cart') as [KubeObject, KubeObject];
const cart = route('cart', [rule('/', 'cart')]);
const grant: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1beta1',
  kind: 'ReferenceGrant',
  metadata: { name: 'zebra', namespace: 'shop' },
};

describe('the order in which objects are applied', () => {
  it('goes by wave, then kind, kinds that Argo CD does not list last, then name', () => {
    const applied = [
      inWave(service, 2),
      cart,
      grant,
      deployment,
      route('about', []),
      inWave(gateway(), -1),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    ];
    expect(orderOf([], applied).map(stepText)).toEqual([
      'wave -1, Gateway shop/edge',
      'wave 0, Namespace shop',
      'wave 0, Deployment shop/cart',
      'wave 0, HTTPRoute shop/about',
      'wave 0, HTTPRoute shop/cart',
      'wave 0, ReferenceGrant shop/zebra',
      'wave 2, Service shop/cart',
    ]);
  });

  it('does not depend on the order of the input', () => {
    const applied = [cart, service, deployment, grant];
    const forwards = orderOf([], applied).map(stepText);
    expect(orderOf([], [...applied].reverse()).map(stepText)).toEqual(forwards);
  });

  it('leaves out what the baseline has, and keeps what it has in another form', () => {
    const changed = { ...service, spec: { selector: { app: 'other' } } };
    const steps = orderOf([deployment, service], [{ ...deployment }, changed, cart]);
    expect(steps.map(({ before, ...step }) => [stepText(step), before?.object])).toEqual([
      ['wave 0, Service shop/cart', service],
      ['wave 0, HTTPRoute shop/cart', undefined],
    ]);
  });

  it.each([
    ['3', 3],
    ['-2', -2],
    ['+1', 1],
    ['1.5', 0],
    ['one', 0],
    ['', 0],
    ['99999999999999999999', 0],
  ])('reads the wave `%s` as %i', (text, wave) => {
    expect(waveOf(inWave(service, text))).toBe(wave);
  });

  it('goes by the weight of a Helm hook where no wave is written', () => {
    const annotations = { 'helm.sh/hook-weight': '4' };
    const object = { ...service, metadata: { name: 'x', annotations } };
    expect([waveOf(object), waveOf(inWave(object, 1))]).toEqual([4, 1]);
  });
});
