// A fork of Deployment shop/cart from few words: what its one container says, and what became of it.

import { ForkIndexes } from '../../../lib/derive/fork/fork-indexes';
import { type ForkResult, forkWorkload } from '../../../lib/derive/fork/one-fork';
import { type Config, defaultConfig } from '../../../lib/model/config';
import type { Finding } from '../../../lib/model/finding';
import type { ForkSpec } from '../../../lib/model/fork';
import { inventoryOf } from '../../../lib/model/inventory';
import { at, type JsonObject, type KubeObject, listOf } from '../../../lib/model/manifest';
import { deployment, forkSpec, manifests, sandboxOf, service } from '../fork/fork-baseline';

/** Nothing is added to containers unless a test asks for it. */
const silent: Partial<Config> = { downward: false, otel: 'off' };

export interface Made extends ForkResult {
  /** The fork's pod spec. */
  readonly pod: JsonObject;
  /** Its first container. */
  readonly container: JsonObject;
  /** Variables with a plain value, and others by where they come from. */
  readonly env: { readonly [name: string]: unknown };
  readonly codes: readonly string[];
  found(code: string): readonly Finding[];
}

export interface MakeRequest {
  readonly container?: JsonObject;
  readonly podSpec?: JsonObject;
  readonly podMetadata?: JsonObject;
  readonly others?: readonly KubeObject[];
  readonly fork?: Partial<ForkSpec>;
  readonly config?: Partial<Config>;
}

/** Forks `cart` with a container `main` and its Service, and whatever else a test needs. */
export function make(request: MakeRequest = {}): Made {
  const { container = {}, podSpec = {}, podMetadata = {}, others = [], config } = request;
  const containers = [{ name: 'main', image: 'shop/cart:1', ...container }];
  const ports = [{ port: 80, targetPort: 8080 }];
  const objects = [
    deployment({ podSpec: { containers, ...podSpec }, podMetadata }),
    service({ app: 'cart' }, { ports }),
    ...others,
  ];
  const fork = forkSpec(request.fork);
  const inventory = inventoryOf(manifests(objects));
  const result = forkWorkload({
    sandbox: sandboxOf([fork]),
    fork,
    inventory,
    indexes: new ForkIndexes(inventory),
    config: { ...defaultConfig, ...silent, ...config },
  });
  const pod = (at(result.workload, ['spec', 'template', 'spec']) ?? {}) as JsonObject;
  const first = (listOf(pod.containers)[0] ?? {}) as JsonObject;
  return {
    ...result,
    pod,
    container: first,
    env: envOf(first),
    codes: result.findings.map(({ code }) => code),
    found: (code) => result.findings.filter((one) => one.code === code),
  };
}

function envOf(container: JsonObject): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    listOf(container.env).map((entry) => [
      String(at(entry, ['name'])),
      at(entry, ['value']) ?? at(entry, ['valueFrom']),
    ]),
  );
}

export function configMap(
  name: string,
  data: { readonly [key: string]: string },
  more: JsonObject = {},
): KubeObject {
  const { metadata, ...rest } = more;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'shop', ...(metadata as JsonObject) },
    data,
    ...rest,
  };
}

export function fromConfigMap(name: string, key: string): JsonObject {
  return { configMapKeyRef: { name, key } };
}
