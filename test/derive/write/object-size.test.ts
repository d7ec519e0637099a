import { expect, test } from 'vitest';
import { sizeFindings, sizeLimits } from '../../../lib/derive/write/object-size';
import type { KubeObject } from '../../../lib/model/manifest';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';

function written(object: KubeObject) {
  return [{ owner: sandbox('pr-42', []), objects: [object] }];
}

function configMap(text: string, annotation = ''): KubeObject {
  const annotations = annotation === '' ? {} : { annotations: { note: annotation } };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'shop', ...annotations },
    data: { text },
  };
}

test.each([
  ['as many letters as fit', 'a'.repeat(sizeLimits.object - 100), false],
  ['a letter for each byte', 'a'.repeat(sizeLimits.object), true],
  ['letters of two bytes that fit', 'é'.repeat(sizeLimits.object / 2 - 100), false],
  ['letters of two bytes', 'é'.repeat(sizeLimits.object / 2), true],
  ['letters of three bytes', '語'.repeat(sizeLimits.object / 3), true],
  ['letters of four bytes that fit', '🦊'.repeat(sizeLimits.object / 4 - 100), false],
  ['letters of four bytes', '🦊'.repeat(sizeLimits.object / 4), true],
])('an object is measured in UTF-8: %s', (_, text, isTooLarge) => {
  const findings = sizeFindings(written(configMap(text)));
  expect(findings.map(({ code }) => code)).toEqual(isTooLarge ? ['object-too-large'] : []);
});

test('annotations have a limit of their own', () => {
  const limit = sizeLimits.annotations;
  expect(sizeFindings(written(configMap('', 'a'.repeat(limit - 4))))).toEqual([]);
  expect(sizeFindings(written(configMap('', 'a'.repeat(limit - 3))))).toMatchObject([
    {
      severity: 'error',
      message:
        'sandbox pr-42 would write ConfigMap shop/a with annotations of 257 KiB, more than the cluster stores',
    },
  ]);
});

test('a copy of a ConfigMap that grows too large is refused', () => {
  const [deployment, service] = workload('cart');
  const spec = {
    selector: { matchLabels: { app: 'cart' } },
    template: {
      metadata: { labels: { app: 'cart' } },
      spec: {
        containers: [{ name: 'main', image: 'a:1' }],
        volumes: [{ name: 'v', configMap: { name: 'a' } }],
      },
    },
  };
  const base = sandbox('pr-42', ['cart']);
  const data = { more: 'b'.repeat(sizeLimits.object / 2) };
  const forks = base.forks.map((fork) => ({
    ...fork,
    config: [{ kind: 'ConfigMap' as const, name: 'a', data }],
  }));
  const { codes, objects } = deriving(
    [
      gateway(),
      { ...deployment, spec } as KubeObject,
      service as KubeObject,
      configMap('a'.repeat(sizeLimits.object / 2)),
      route('shop', [rule('/', 'cart')]),
    ],
    [{ ...base, forks }],
  );
  expect(codes).toEqual(['object-too-large']);
  expect(objects).toEqual([]);
});
