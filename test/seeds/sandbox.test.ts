// What the sandbox document says of its route: keyed requests go to the fork, all others where
// they went, and an ignored route is left alone. Skipped where the documents are absent.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../lib/model/manifest';
import { deriving, gateway, sandbox, workload } from '../routes';
import { gatewayTarget, goes, http, pickedFrom, seed, tableOf } from './cluster';

const present = existsSync(resolve(__dirname, '../../../shared/seeds')) ? describe : describe.skip;

const parent = gateway(undefined, { namespace: 'gateway-system' }, 'my-gateway');

/** Where a request of each kind goes once the frontend is forked. */
function answers(baseline: KubeObject) {
  const objects = [
    baseline,
    parent,
    ...workload('frontend', { namespace: 'hotrod' }, [{ port: 8080 }]),
  ];
  const { objects: derived, findings } = deriving(objects, [
    sandbox('pr-42', ['frontend'], { namespace: 'hotrod' }),
  ]);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const table = tableOf([...objects, ...derived]);
  const target = gatewayTarget('gateway-system/my-gateway', 80);
  const key = { baggage: 'sd-routing-key=pr-42' };
  const env = { 'x-env': 'production' };
  return [
    ['/api/a', env],
    ['/api/a', { ...env, ...key }],
    ['/api/a', { ...env, baggage: 'sd-routing-key=other' }],
    ['/api/a', key],
    ['/', { ...env, ...key }],
  ].map(([path, headers]) =>
    goes(table, http(target, `http://any.host${path}`, { headers: headers as typeof env })),
  );
}

present('the sandbox document (needs ../shared)', () => {
  test('keyed requests of the route go to the fork, all others stay', () => {
    const [baseline] = pickedFrom('000', ['HTTPRoute hotrod/frontend-route']);
    expect(baseline).toBeDefined();
    expect(baseline && answers(baseline)).toEqual([
      'hotrod/frontend:8080',
      'hotrod/frontend-pr-42:8080',
      'hotrod/frontend:8080',
      '404',
      '404',
    ]);
  });

  test('a route with the annotation is left alone', () => {
    const [, name = '', value = ''] = /^(\S+\/ignore): "(\w+)"$/m.exec(seed('000')) ?? [];
    const [baseline] = pickedFrom('000', ['HTTPRoute hotrod/frontend-route']);
    if (baseline === undefined) throw new Error('no route');
    const annotated = {
      ...baseline,
      metadata: { ...baseline.metadata, annotations: { [name]: value } },
    };
    expect(answers(annotated)).toEqual([
      'hotrod/frontend:8080',
      'hotrod/frontend:8080',
      'hotrod/frontend:8080',
      '404',
      '404',
    ]);
  });
});
