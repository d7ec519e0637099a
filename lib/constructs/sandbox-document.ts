// A sandbox or route group as a document of a file, and what reading makes of it: one reader judges
// both, so that what a file may say may be said in constructs, and nothing else.
//
// Neighbours: owner-construct.ts (who asks), fork-props.ts and sandbox-props.ts (the parts).

import type { IConstruct } from 'constructs';
import type { FieldPath, JsonObject } from '../model/manifest';
import type { RouteGroupSpec, SandboxSpec } from '../model/sandbox';
import { readOwner } from '../pipeline';
import { misuse } from './misuse';
import { isPlain } from './part';
import { settled } from './plain-data';

/** What stands under `spec`, field by field, before lazy values are produced. */
export type DocumentSpec = { readonly [field: string]: unknown };

interface OwnerDocument {
  readonly kind: 'Sandbox' | 'RouteGroup';
  readonly name: string;
  readonly routingKey: string;
  readonly labels?: unknown;
  readonly spec: DocumentSpec;
}

/** Refuses, at the call, what could never be right; what holds a lazy value is read at synthesis. */
export function checkDocument(construct: IConstruct, { spec, ...owner }: OwnerDocument): void {
  const known = Object.entries(spec).filter(([, value]) => isPlain(value));
  read(construct, { ...owner, spec: Object.fromEntries(known) });
}

/** What the passes work on; every value is copied, so later changes of props don't reach it. */
export function readSandbox(construct: IConstruct, document: OwnerDocument): SandboxSpec {
  return withPropPaths(sole(read(construct, document).sandboxes));
}

export function readRouteGroup(construct: IConstruct, document: OwnerDocument): RouteGroupSpec {
  return sole(read(construct, document).groups);
}

function sole<T>(read: readonly T[]): T {
  const [one] = read;
  if (one === undefined) throw new Error('a document without a finding gave nothing');
  return one;
}

function read(construct: IConstruct, { kind, name, routingKey, labels, spec }: OwnerDocument) {
  const document = settled({ metadata: { name, labels }, spec: { routingKey, ...spec } });
  const origin = { from: 'construct', path: construct.node.path } as const;
  const reading = readOwner({ ...(document as JsonObject), kind }, origin);
  const [problem] = reading.findings;
  if (problem === undefined) return reading;
  // The field stands in the message already.
  const { code, message, hint } = problem;
  throw misuse(construct, { code, message, ...(hint === undefined ? {} : { hint }) });
}

/** Where a part stands in the props, which have no `spec` round it. */
function withPropPaths(sandbox: SandboxSpec): SandboxSpec {
  const moved = <T extends { readonly path: FieldPath }>(part: T): T => {
    return { ...part, path: part.path.slice(1) };
  };
  return {
    ...sandbox,
    forks: sandbox.forks.map(moved),
    virtual: sandbox.virtual.map(moved),
    previews: sandbox.previews.map(moved),
    extraResources: sandbox.extraResources.map(moved),
  };
}
