// A route group as a construct: one routing key under which several sandboxes are reached.
//
// Neighbours: owner-construct.ts (what it shares with sandboxes), sandbox.ts.

import type { Construct } from 'constructs';
import type { RouteGroupSpec } from '../model/sandbox';
import { misuse } from './misuse';
import { OwnerConstruct, type OwnerProps } from './owner-construct';
import { Sandbox } from './sandbox';
import { checkDocument, type DocumentSpec, readRouteGroup } from './sandbox-document';
import { expiryFields } from './sandbox-props';

/** A sandbox of the app, or the name of one that may lie elsewhere. */
export type GroupMember = Sandbox | string;

/** Which sandboxes a route group reaches. */
export type RouteGroupMatch =
  /** Sandboxes with that label; `*` in `value` stands for any run of characters but `/`. */
  | { readonly label: { readonly key: string; readonly value: string } }
  | { readonly sandboxes: readonly GroupMember[] }
  | { readonly any: readonly RouteGroupMatch[] }
  | { readonly all: readonly RouteGroupMatch[] };

export interface RouteGroupProps extends OwnerProps {
  /** Which sandboxes belong. @default - those of `sandboxes` */
  readonly match?: RouteGroupMatch;
  /** Sandboxes that belong, beside those that match; see `addSandbox`. @default - none */
  readonly sandboxes?: readonly GroupMember[];
}

const groupKind = {
  kind: 'RouteGroup',
  words: 'route group',
  lists: ['sandboxes'],
  props: ['match'],
} as const;

/**
 * Requests that carry the group's routing key reach the forks of all its sandboxes. It writes no
 * forks of its own; its routes join its chart as those of a sandbox do.
 */
export class RouteGroup extends OwnerConstruct {
  readonly #expiry: DocumentSpec;
  readonly #match: RouteGroupMatch | undefined;
  #sandboxes: readonly GroupMember[] = [];

  constructor(scope: Construct, id: string, props: RouteGroupProps = {}) {
    super(scope, id, props, groupKind);
    this.#expiry = expiryFields(props);
    this.#match = props.match;
    for (const sandbox of props.sandboxes ?? []) this.addSandbox(sandbox);
    // Members may still be added, so that a group without any is refused at synthesis.
    const match = this.#wholeMatch() ?? { sandboxes: [this.name] };
    checkDocument(this, { ...this.#document(), spec: { ...this.#expiry, match } });
    this.join();
  }

  /** One more sandbox that the group's key reaches. */
  addSandbox(sandbox: GroupMember): this {
    this.#memberName(sandbox);
    this.#sandboxes = [...this.#sandboxes, sandbox];
    return this;
  }

  /** This route group as the plain value that the passes work on. */
  override toSpec(): RouteGroupSpec {
    const spec = { ...this.#expiry, match: this.#wholeMatch() };
    return readRouteGroup(this, { ...this.#document(), spec });
  }

  #document() {
    const { name, routingKey } = this;
    return { kind: 'RouteGroup', name, routingKey } as const;
  }

  /** The match of a file: what was given, and the sandboxes by their names. */
  #wholeMatch(): unknown {
    const named = this.#sandboxes.map((one) => this.#memberName(one));
    const match = this.#named(this.#match);
    if (named.length === 0) return match;
    return match === undefined ? { sandboxes: named } : { any: [match, { sandboxes: named }] };
  }

  /** A match with names in the place of constructs; whatever else it holds is read as it is. */
  #named(match: unknown): unknown {
    if (typeof match !== 'object' || match === null) return match;
    if (Array.isArray(match)) return match.map((one) => this.#named(one));
    const { sandboxes, ...rest } = match as { readonly sandboxes?: unknown };
    const below = Object.entries(rest).map(([field, value]) => [field, this.#named(value)]);
    const names = Array.isArray(sandboxes)
      ? sandboxes.map((one) => this.#memberName(one))
      : sandboxes;
    return {
      ...Object.fromEntries(below),
      ...(sandboxes === undefined ? {} : { sandboxes: names }),
    };
  }

  #memberName(member: unknown): unknown {
    if (typeof member === 'string') return member;
    const hint = 'give a Sandbox, or the name of one';
    if (!(member instanceof Sandbox)) {
      const what = typeof member === 'object' ? 'an object' : `\`${String(member)}\``;
      const message = `${what} is not a Sandbox`;
      throw misuse(this, { code: 'sandbox-invalid', message, hint });
    }
    if (member.node.root === this.node.root) return member.name;
    const message = `\`${member.node.path}\` stands in another app`;
    throw misuse(this, { code: 'sandbox-invalid', message, hint: 'name it as text' });
  }
}
