import { expect, test } from 'vitest';
import { at, type JsonObject } from '../../../lib/model/manifest';
import { codesOf, deployment, forked, service } from './fork-baseline';

const port = { name: 'http', containerPort: 8080, hostPort: 80 };
const onNode = { containers: [{ name: 'cart', image: 'c:1', ports: [port] }] };

/** The patch that a hint spells out. */
function patchOf(hint: string | undefined): JsonObject {
  const [, text = ''] = /`(\{.*\})`/.exec(hint ?? '') ?? [];
  return JSON.parse(text) as JsonObject;
}

test.each([
  ['hostPort', onNode, 'takes port 80 of its node'],
  ['hostNetwork', { ...onNode, hostNetwork: true }, 'uses the network of its node'],
])('%s: the fork and its baseline cannot share a node', (_, podSpec, text) => {
  const found = forked([deployment({ podSpec }), service()]);
  expect(codesOf(found)).toEqual(['node-port-clash']);
  expect(found.findings[0]?.message).toContain(text);
});

test('the patch that the message names is a way out', () => {
  const objects = [deployment({ podSpec: onNode }), service()];
  const [told] = forked(objects).findings;
  const patch = { type: 'strategic', value: patchOf(told?.hint) } as const;
  const { findings, workload } = forked(objects, { patches: [patch] });
  expect(findings).toEqual([]);
  expect(at(workload, ['spec', 'template', 'spec', 'containers', 0, 'ports'])).toEqual([
    { name: 'http', containerPort: 8080 },
  ]);
});

test('a port that a patch adds is seen as well', () => {
  const ports = [{ containerPort: 8080, hostPort: 80 }];
  const value = { spec: { template: { spec: { containers: [{ name: 'cart', ports }] } } } };
  const found = forked([deployment(), service()], { patches: [{ type: 'strategic', value }] });
  expect(codesOf(found)).toEqual(['node-port-clash']);
});

test.each([0, 'x', null, {}])('a hostPort of %j asks for no port', (hostPort) => {
  const ports = [{ name: 'http', containerPort: 8080, hostPort }];
  const podSpec = { containers: [{ name: 'cart', image: 'c:1', ports }] };
  expect(forked([deployment({ podSpec }), service()]).findings).toEqual([]);
});

test('probes, resources, priority and placement are the baseline’s', () => {
  const container = {
    name: 'cart',
    image: 'c:1',
    ports: [{ name: 'http', containerPort: 8080 }],
    resources: { requests: { cpu: '100m' }, limits: { memory: '1Gi' } },
    readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
    livenessProbe: { tcpSocket: { port: 8080 } },
    startupProbe: { exec: { command: ['true'] } },
  };
  const podSpec = {
    containers: [container],
    priorityClassName: 'high',
    nodeSelector: { pool: 'a' },
    tolerations: [{ key: 'spot', operator: 'Exists' }],
    imagePullSecrets: [{ name: 'registry' }],
    terminationGracePeriodSeconds: 5,
  };
  const { workload, findings } = forked([deployment({ podSpec }), service()]);
  expect(findings).toEqual([]);
  expect(at(workload, ['spec', 'template', 'spec'])).toEqual(podSpec);
});

test.each([true, false, undefined])(
  'whether pods get variables for each Service is as the baseline has it: %s',
  (enableServiceLinks) => {
    const containers = [
      { name: 'cart', image: 'c:1', ports: [{ name: 'http', containerPort: 8080 }] },
    ];
    const links = enableServiceLinks === undefined ? {} : { enableServiceLinks };
    const podSpec = { containers, ...links };
    const { workload } = forked([deployment({ podSpec }), service()]);
    expect(at(workload, ['spec', 'template', 'spec'])).toEqual(podSpec);
  },
);
