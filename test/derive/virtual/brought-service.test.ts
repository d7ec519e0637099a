// Keyed requests that go to a Service which the sandbox brings along.

import { expect, test } from 'vitest';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';

/** Requests for `pay` go to `pr-42-mock`, which the sandbox brings with these ports. */
function codesWith(ports: readonly { readonly port: number }[], namespace = 'shop') {
  const metadata = {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is filled in where it is derived
    name: '${sandbox.name}-mock',
    namespace,
  };
  const mock = { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports } };
  const virtual = {
    service: { namespace: 'shop', name: 'pay' },
    to: { namespace: 'shop', name: 'pr-42-mock' },
    path: ['spec', 'virtual', 0],
  };
  const one = sandbox('pr-42', [], {
    virtual: [virtual],
    extraResources: [{ object: mock, path: ['spec', 'extraResources', 0] }],
  });
  const objects = [gateway(), ...workload('pay'), route('pay', [rule('/pay', 'pay')])];
  return deriving(objects, [one], { profiles: ['istio'] }).codes;
}

test('a Service that comes with the sandbox is there', () => {
  expect(codesWith([{ port: 80 }])).toEqual([]);
});

test('its ports are looked at, and so is its namespace', () => {
  expect(codesWith([{ port: 8080 }])).toEqual(['virtual-target-missing']);
  expect(codesWith([{ port: 80 }], 'mocks')).toEqual(['virtual-target-missing']);
});
