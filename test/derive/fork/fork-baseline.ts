// A small baseline to fork in tests, frozen to the last leaf: a pass that writes into its
// input fails.

import { ForkIndexes } from '../../../lib/derive/fork/fork-indexes';
import { type ForkResult, forkWorkload } from '../../../lib/derive/fork/one-fork';
import { defaultConfig } from '../../../lib/model/config';
import type { ForkSpec } from '../../../lib/model/fork';
import { inventoryOf } from '../../../lib/model/inventory';
import type { JsonObject, KubeObject, Manifest } from '../../../lib/model/manifest';
import type { SandboxSpec } from '../../../lib/model/sandbox';
import { plainSandbox } from '../../routes';

export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

export function manifests(objects: readonly KubeObject[]): readonly Manifest[] {
  return objects.map((object, document) =>
    frozen({ object, origin: { from: 'file' as const, file: 'shop.yaml', document } }),
  );
}

export interface DeploymentText {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly metadata?: JsonObject;
  readonly spec?: JsonObject;
  readonly podSpec?: JsonObject;
  readonly podMetadata?: JsonObject;
}

export function deployment(text: DeploymentText = {}): KubeObject {
  const { name = 'cart', namespace = 'shop', labels = { app: 'cart' } } = text;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, ...(namespace === '' ? {} : { namespace }), ...text.metadata },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, ...text.podMetadata },
        spec: {
          containers: [
            { name: 'cart', image: 'shop/cart:1', ports: [{ name: 'http', containerPort: 8080 }] },
          ],
          ...text.podSpec,
        },
      },
      ...text.spec,
    },
  };
}

/** The same under another kind; a StatefulSet's governing Service is `cart`. */
export function asKind(
  kind: 'StatefulSet' | 'Rollout',
  { apiVersion, spec, ...rest }: KubeObject = deployment(),
  more: JsonObject = {},
): KubeObject {
  const own: JsonObject = kind === 'StatefulSet' ? { serviceName: 'cart' } : {};
  return {
    ...rest,
    apiVersion: kind === 'Rollout' ? 'argoproj.io/v1alpha1' : apiVersion,
    kind,
    spec: { ...(spec as JsonObject), ...own, ...more },
  };
}

/** The workload `cart` of a kind, for `forked`. */
export function workloadOf(kind: 'StatefulSet' | 'Rollout') {
  return { workload: { kind, namespace: 'shop', name: 'cart' } } as const;
}

export function service(selector: JsonObject = { app: 'cart' }, more: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: { selector, ports: [{ port: 80, targetPort: 'http' }], ...more },
  };
}

export function object(apiVersion: string, kind: string, spec: JsonObject): KubeObject {
  return { apiVersion, kind, metadata: { name: 'one', namespace: 'shop' }, spec };
}

export function forkSpec(more: Partial<ForkSpec> = {}): ForkSpec {
  return {
    workload: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
    images: [],
    env: [],
    patches: [],
    path: ['spec', 'forks', 0],
    ...more,
  };
}

export function sandboxOf(forks: readonly ForkSpec[], name = 'pr-42'): SandboxSpec {
  const origin = { from: 'file' as const, file: 'sandbox.yaml', document: 0 };
  return frozen({ ...plainSandbox, name, routingKey: name, forks, origin });
}

/** Forks `cart` of the given objects. */
export function forked(objects: readonly KubeObject[], spec: Partial<ForkSpec> = {}): ForkResult {
  const fork = forkSpec(spec);
  const inventory = inventoryOf(manifests(objects));
  return forkWorkload({
    sandbox: sandboxOf([fork]),
    fork,
    inventory,
    indexes: new ForkIndexes(inventory),
    config: { ...defaultConfig, downward: false },
  });
}

export function codesOf({ findings }: ForkResult): readonly string[] {
  return findings.map(({ code }) => code);
}
