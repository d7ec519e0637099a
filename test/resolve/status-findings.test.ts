// Of what follows from one fault, the fault alone is told.

import { describe, expect, test } from 'vitest';
import { inventoryOf } from '../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { resolve } from '../../lib/resolve/route-table';
import { statusFindings, statusOf } from '../../lib/resolve/status';
import { manifests } from '../routes';

function told(...objects: readonly KubeObject[]): readonly string[] {
  const inventory = inventoryOf(manifests(...objects));
  const found = statusFindings(statusOf(resolve(inventory).table), inventory);
  return found.map(({ code, message }) => `${code} ${message.replace(/^.*: /, '')}`);
}

const by = (...names: readonly string[]) => ({
  validation: { caCertificateRefs: names.map((name) => ({ group: '', kind: 'ConfigMap', name })) },
});

const https = (name: string, port: number) => ({
  name,
  port,
  protocol: 'HTTPS',
  tls: { certificateRefs: [{ name: 'cert' }] },
});

const tcp = { name: 'db', port: 5432, protocol: 'TCP' };

const edge = (frontend: JsonObject, ...more: readonly JsonObject[]): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'shop' },
  spec: {
    gatewayClassName: 'any',
    listeners: [https('a', 443), https('b', 8443), ...more],
    tls: { frontend },
  },
});

const set: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'ListenerSet',
  metadata: { name: 'more', namespace: 'shop' },
  spec: { parentRef: { name: 'edge' }, listeners: [https('c', 9443)] },
};

const missing = (name: string) => `invalid-ca-certificate-ref ConfigMap shop/${name} is not there`;

describe('authorities that are not there', () => {
  const perPort = [{ port: 8443, tls: by('none', 'other') }];

  test('are told of once each, however many listeners name them', () => {
    expect(told(edge({ default: by('none') }))).toEqual([missing('none')]);
    expect(told(edge({ default: by('none'), perPort }))).toEqual([
      missing('none'),
      missing('other'),
    ]);
  });

  test('of a ListenerSet as well', () => {
    const open = edge({ default: by('none') });
    const inviting = {
      ...open,
      spec: { ...(open.spec as JsonObject), allowedListeners: { namespaces: { from: 'All' } } },
    };
    expect(told(inviting, set).filter((one) => one === missing('none'))).toHaveLength(1);
  });

  test('leave what else is wrong with the Gateway to be told', () => {
    const twice = { ...tcp, name: 'db-2' };
    const found = told(edge({ default: by('none') }, tcp, twice));
    expect(found.map((one) => one.split(' ', 1)[0])).toEqual([
      'listeners-not-valid',
      'invalid-ca-certificate-ref',
      'protocol-conflict',
      'protocol-conflict',
    ]);
  });

  test('and of two BackendTLSPolicies each is told, since each fails', () => {
    const policies = ['a', 'b'].map((name) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'BackendTLSPolicy',
      metadata: { name, namespace: 'shop' },
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name }],
        validation: { ...by('none').validation, hostname: 'a.test' },
      },
    }));
    const services = ['a', 'b'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'shop' },
      spec: { ports: [{ port: 80 }] },
    }));
    const found = told(...policies, ...services);
    expect(found.filter((one) => one === missing('none'))).toHaveLength(2);
    expect(found.filter((one) => one.startsWith('no-valid-ca-certificate'))).toHaveLength(2);
  });
});
