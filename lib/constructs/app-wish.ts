// What a synthesis of an app looks at: its objects, what sandboxes ask for, settings.
//
// Neighbours: app-derivation.ts (who makes it, and derives again where it has changed).

import type { Construct } from 'constructs';
import type { Config } from '../model/config';
import type { RouteGroupSpec, SandboxSpec } from '../model/sandbox';
import type { Rendered } from './app-files';
import type { Render } from './object-naming';
import { sameData } from './plain-data';

/** A construct whose wish is derived: a Sandbox or a RouteGroup. */
export interface Member extends Construct {
  toSpec(render?: Render): SandboxSpec | RouteGroupSpec;
}

/** What deriving looks at; the same wish gives the same objects. */
export interface Wish {
  readonly members: readonly Member[];
  readonly objects: readonly Rendered[];
  /** One for each member. */
  readonly specs: readonly (SandboxSpec | RouteGroupSpec)[];
  readonly config: Partial<Config>;
  readonly currentNamespace: string | undefined;
  /** Whether what is derived is proved. */
  readonly verify: boolean;
  /** Whether all objects are held against what the API server takes. */
  readonly validate: boolean;
  /** Whether what the specification calls broken is looked for: nobody does who hears no warnings. */
  readonly lint: boolean;
}

export function isSame(before: Wish, now: Wish): boolean {
  return (
    before.members.length === now.members.length &&
    before.members.every((member, index) => member === now.members[index]) &&
    before.objects.length === now.objects.length &&
    before.objects.every(({ construct, object }, index) => {
      const other = now.objects[index];
      return construct === other?.construct && sameData(object, other.object);
    }) &&
    sameData(before.specs, now.specs) &&
    sameData(before.config, now.config) &&
    before.currentNamespace === now.currentNamespace &&
    before.verify === now.verify &&
    before.validate === now.validate &&
    before.lint === now.lint
  );
}
