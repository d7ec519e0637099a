// A copy of a policy for what stands in for the things that it covers.
//
// Never the baseline's policy changed: the copy is the sandbox's own, `<sandbox>--<policy>`, and
// goes with it. The common prefix keeps policies of one age in the order of their baselines'
// names. Neighbours: targeted-copies.ts, selected-copies.ts, peer-copies.ts, service-copies.ts.

import type { FieldPath } from '../../model/manifest';
import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  type Manifest,
} from '../../model/manifest';
import { sourceName } from '../../model/marks';
import type { Owner } from '../../model/sandbox';
import { derivedName, partName } from '../names/derived-name';
import { withoutNulls } from '../patch/patch-values';
import { derivedMeta } from '../write/owner-meta';

export interface PolicyCopy {
  readonly policy: Manifest;
  readonly owner: Owner;
  /** The object that the copy is made from: the policy, with what is changed about it. */
  readonly from: KubeObject;
  /** `--peers`, where one policy has copies that do different things. */
  readonly suffix?: string;
  /** Which of several copies, from 0. */
  readonly part?: number;
  /** Another namespace than the policy's. */
  readonly namespace?: string | undefined;
}

export function policyCopy(copy: PolicyCopy): KubeObject {
  const { policy, owner, from, suffix = '', part = 0 } = copy;
  const { apiVersion, kind, metadata = {}, status: _, ...body } = from;
  const namespace = 'namespace' in copy ? copy.namespace : metadata.namespace;
  const name = derivedName(`${owner.name}--${metadata.name ?? ''}${suffix}`);
  return {
    apiVersion,
    kind,
    metadata: derivedMeta({
      owner,
      name: partName(name, part),
      namespace,
      derivedFrom: sourceName(policy.object),
      from: metadata,
    }),
    ...withoutNulls(body as JsonObject & { readonly [key: string]: Json }),
  };
}

/** A copy of the value with another one at a path; what is on the way must be there. */
export function withAt<T extends Json>(value: T, path: FieldPath, inner: Json): T;
export function withAt(value: Json, path: FieldPath, inner: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return inner;
  if (Array.isArray(value)) {
    return value.map((entry: Json, index) => (index === step ? withAt(entry, rest, inner) : entry));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      key === step && entry !== undefined ? withAt(entry, rest, inner) : entry,
    ]),
  );
}
