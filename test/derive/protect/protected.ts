// A shop in which `a` is forked, and policies beside it: what the sandbox makes of them.

import type { Config } from '../../../lib/model/config';
import {
  at,
  type Json,
  type JsonObject,
  type KubeObject,
  nameOf,
} from '../../../lib/model/manifest';
import type { SandboxSpec } from '../../../lib/model/sandbox';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';

export const routeRef = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'r' };
export const serviceRef = { group: '', kind: 'Service', name: 'a' };

/** An object by `group/Kind` or `group/version/Kind`, called `p` in `shop` unless told. */
export function policy(groupKind: string, spec: Json, metadata: JsonObject = {}): KubeObject {
  const [group = '', version = 'v1', kind = version] = groupKind.split('/');
  return {
    apiVersion: `${group}/${kind === version ? 'v1' : version}`,
    kind,
    metadata: { name: 'p', namespace: 'shop', ...metadata },
    spec,
  };
}

/** Two workloads behind a route with two rules, of which the first leads to `a`. */
export const shop: readonly KubeObject[] = [
  gateway(),
  ...workload('a'),
  ...workload('b'),
  route('r', [rule('/', 'a', {}, { name: 'home' }), rule('/b', 'b', {}, { name: 'other' })]),
];

export interface Protected {
  /** What the sandbox writes of the policies' kinds, by `Kind namespace/name`. */
  readonly copies: { readonly [name: string]: Json };
  readonly codes: readonly string[];
  readonly messages: readonly string[];
  readonly accounts: readonly string[];
}

export interface ProtectedProps {
  readonly baseline?: readonly KubeObject[];
  readonly forks?: readonly string[] | readonly SandboxSpec[];
  readonly config?: Partial<Config>;
}

/** Kinds of whatever a sandbox writes besides policies. */
const plainKinds = new Set(['Deployment', 'Service', 'ReferenceGrant']);

/** Forks `a` beside the policies and tells what was carried over. */
export function protecting(
  policies: readonly KubeObject[],
  { baseline = shop, forks = ['a'], config = {} }: ProtectedProps = {},
): Protected {
  const sandboxes = forks.some((fork) => typeof fork === 'string')
    ? [sandbox('pr-42', forks as readonly string[])]
    : (forks as readonly SandboxSpec[]);
  const { objects, findings, derived } = deriving([...baseline, ...policies], sandboxes, config);
  const written = objects.filter(
    (object) =>
      !plainKinds.has(object.kind) && at(object, ['spec', 'rules', 0, 'matches']) === undefined,
  );
  const said = findings.filter(({ code }) => /^(?:policy|acceptance)-/.test(code));
  return {
    copies: Object.fromEntries(written.map((object) => [nameOf(object), object.spec ?? null])),
    codes: said.map(({ code, severity }) => (severity === 'info' ? `${code} (note)` : code)).sort(),
    messages: said.map(({ message }) => message),
    accounts: derived.sandboxes.flatMap(({ policies: all }) =>
      all.map(({ of, by, name }) => `${of} ${by} ${name}`),
    ),
  };
}

/** The names of targets in a copy's spec, with their sections. */
export function targets(spec: Json | undefined): readonly string[] {
  const one = at(spec, ['targetRef']);
  const list = at(spec, ['targetRefs']);
  const refs: readonly Json[] = Array.isArray(list) ? list : one === undefined ? [] : [one];
  return refs.map((ref) => {
    const section = at(ref, ['sectionName']);
    return `${String(at(ref, ['kind']))} ${String(at(ref, ['name']))}${section === undefined ? '' : `#${String(section)}`}`;
  });
}
