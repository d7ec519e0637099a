// Manifests that others wrote, with a fork of one of their workloads: what deriving adds is proved,
// and what is spoilt of it is found.

import { isError } from '../../lib/model/finding';
import type { WorkloadRef } from '../../lib/model/fork';
import { type Inventory, inventoryOf } from '../../lib/model/inventory';
import {
  at,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
  nameOf,
} from '../../lib/model/manifest';
import { marks } from '../../lib/model/marks';
import type { Proof } from '../../lib/model/proof';
import type { SandboxSpec } from '../../lib/model/sandbox';
import { labelsOf, selectorOfLabels, selects } from '../../lib/model/selector';
import { type Derived, type DeriveInput, derive } from '../../lib/pipeline';
import { verify } from '../../lib/pipeline-proof';
import { resolve } from '../../lib/resolve/route-table';

const key = 'pr-42';

/** A sandbox that forks one workload as it is. */
export function forking(workload: WorkloadRef): SandboxSpec {
  return {
    kind: 'Sandbox',
    name: key,
    routingKey: key,
    labels: {},
    virtual: [],
    previews: [],
    extraResources: [],
    origin: { from: 'file', file: 'sandbox.yaml', document: 0 },
    forks: [{ workload, images: [], env: [], patches: [], config: [], path: ['spec', 'forks', 0] }],
  };
}

export interface Trial {
  /** The code of the first error where deriving refuses the fork. */
  readonly refused?: string;
  readonly derived: readonly Manifest[];
  readonly proof?: Proof;
  /** The verdicts on what deriving wrote, spoilt in one way each. */
  readonly spoilt: ReadonlyMap<string, Proof['result'] | undefined>;
}

type Settings = Pick<DeriveInput, 'config' | 'currentNamespace'>;

export function trial(
  baseline: readonly Manifest[],
  sandboxes: readonly SandboxSpec[],
  settings: Settings = {},
): Trial {
  const written: Derived = derive({ baseline, sandboxes, ...settings });
  const error = written.findings.find(isError);
  if (error !== undefined) return { refused: error.code, derived: [], spoilt: new Map() };
  const derived = written.sandboxes.flatMap(({ manifests }) => manifests);
  const proofOf = (added: readonly Manifest[]) => {
    const { proof, findings } = verify({ baseline, applied: [...baseline, ...added], ...settings });
    const refusal = findings.find(isError);
    if (refusal !== undefined) throw new Error(`${refusal.code}: ${refusal.message}`);
    return proof;
  };
  const proof = proofOf(derived);
  const spoilt = [...spoilers].flatMap(([name, spoil]) => {
    const changed = spoil(derived);
    return changed === undefined ? [] : [[name, proofOf(changed)?.result] as const];
  });
  return { derived, ...(proof === undefined ? {} : { proof }), spoilt: new Map(spoilt) };
}

type Spoiler = (derived: readonly Manifest[]) => readonly Manifest[] | undefined;

/** Each changes one thing about the first rule that leads to a fork; undefined where there is none. */
const spoilers: ReadonlyMap<string, Spoiler> = new Map([
  ['the route is gone', (derived) => changeFirst(derived, () => undefined)],
  ['the key is gone', (derived) => changeFirst(derived, (route) => withoutKeys(route))],
  [
    'the fork is not reached',
    (derived) => changeFirst(derived, (route) => backToBaseline(route, forksIn(derived))),
  ],
]);

/** The Services of the baseline by the names of their forks. */
function forksIn(derived: readonly Manifest[]): ReadonlyMap<string, string> {
  const pairs = derived.flatMap(({ object }): [string, string][] => {
    const of = object.metadata?.annotations?.[marks.forkOf]?.split('/')[2];
    return object.kind !== 'Service' || of === undefined ? [] : [[object.metadata?.name ?? '', of]];
  });
  return new Map(pairs);
}

function changeFirst(
  derived: readonly Manifest[],
  change: (route: KubeObject) => KubeObject | undefined,
): readonly Manifest[] | undefined {
  const forks = forksIn(derived);
  const first = derived.find(
    ({ object }) => isRoute(object) && backendNames(object).some((name) => forks.has(name)),
  );
  if (first === undefined) return undefined;
  return derived.flatMap((one) => {
    if (one !== first) return [one];
    const object = change(one.object);
    return object === undefined ? [] : [{ ...one, object }];
  });
}

function isRoute({ kind }: KubeObject): boolean {
  return kind === 'HTTPRoute' || kind === 'GRPCRoute';
}

function backendNames(route: KubeObject): readonly string[] {
  return listOf(at(route, ['spec', 'rules'])).flatMap((rule) =>
    listOf(at(rule, ['backendRefs'])).map((ref) => String(at(ref, ['name']))),
  );
}

/** All objects of a value, from within, each as `change` leaves it. */
function changed(value: Json, change: (object: JsonObject) => JsonObject): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => changed(one, change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined ? [] : [[name, changed(inner, change)] as const],
  );
  return change(Object.fromEntries(entries));
}

function withoutKeys(route: KubeObject): KubeObject {
  const isKey = (header: Json) => String(at(header, ['value'])).includes(key);
  return changed(route, (object) => {
    const headers = listOf(object.headers);
    if (headers.length === 0) return object;
    return { ...object, headers: headers.filter((header) => !isKey(header)) };
  }) as KubeObject;
}

function backToBaseline(route: KubeObject, forks: ReadonlyMap<string, string>): KubeObject {
  return changed(route, (object) => {
    const of = typeof object.name === 'string' ? forks.get(object.name) : undefined;
    return of === undefined || object.port === undefined ? object : { ...object, name: of };
  }) as KubeObject;
}

/** Deployments behind the Services that rules of HTTPRoutes and GRPCRoutes forward to, by name. */
export function forkable(baseline: readonly Manifest[]): readonly WorkloadRef[] {
  const inventory = inventoryOf(baseline);
  const { table } = resolve(inventory);
  const refs = table.routes.flatMap(({ rules }) => rules.flatMap(({ backends }) => backends));
  const found = refs.flatMap(({ namespace, name }) => deploymentsOf(namespace, name, inventory));
  const names = new Map(found.map((one) => [nameOf(one.object), workloadRef(one.object)]));
  return [...names].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, ref]) => ref);
}

function deploymentsOf(namespace: string, name: string, inventory: Inventory): readonly Manifest[] {
  const service = inventory.find('/Service', namespace, name)?.object;
  const selector = service && selectorOfLabels(at(service, ['spec', 'selector']));
  if (selector === undefined || selector.length === 0) return [];
  return inventory
    .inNamespace('apps/Deployment', namespace)
    .filter(({ object }) =>
      selects(selector, labelsOf(at(object, ['spec', 'template', 'metadata', 'labels']))),
    );
}

function workloadRef({ metadata }: KubeObject): WorkloadRef {
  const { name = '', namespace } = metadata ?? {};
  return { kind: 'Deployment', name, ...(namespace === undefined ? {} : { namespace }) };
}
