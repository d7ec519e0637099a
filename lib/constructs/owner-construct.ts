// What the constructs Sandbox and RouteGroup share: a name, a routing key, an end, and that they
// only record a wish, from which app-derivation.ts derives when synthesis validates the tree.
//
// Neighbours: sandbox.ts, route-group.ts, sandbox-document.ts (which has the wish read).

import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Finding, FindingCode } from '../model/finding';
import type { KubeObject } from '../model/manifest';
import { isSandboxName, type RouteGroupSpec, type SandboxSpec } from '../model/sandbox';
import { AppDerivation } from './app-derivation';
import { unknownProp } from './fork-check';
import { listIn, misuse } from './misuse';
import type { Render } from './object-naming';
import type { ExpiryProps } from './sandbox-props';

export interface OwnerProps extends ExpiryProps {
  /** What derived objects are named after. @default - the routing key, else the id */
  readonly name?: string;
  /** The value that a request carries to reach the forks. @default - the name, else the id */
  readonly routingKey?: string;
}

/** What a kind of owner is called, and the props that it takes. */
export interface OwnerKind {
  readonly kind: 'Sandbox' | 'RouteGroup';
  /** `sandbox`, `route group`. */
  readonly words: string;
  readonly lists: readonly string[];
  readonly props: readonly string[];
}

const ownerProps = ['name', 'routingKey', 'expiresAt', 'createdAt', 'ttl'];

/** A construct whose wish is derived: a Sandbox or a RouteGroup. */
export abstract class OwnerConstruct extends Construct {
  readonly #name: string;
  readonly #routingKey: string;
  readonly #derivation: AppDerivation;

  protected constructor(scope: Construct, id: string, props: OwnerProps, owner: OwnerKind) {
    super(scope, id);
    this.#checkPlace(owner);
    this.#checkProps(props, owner);
    this.#routingKey = props.routingKey ?? props.name ?? id;
    this.#name = props.name ?? this.#routingKey;
    // The key first: where it stands alone, it is the name as well.
    if (props.routingKey !== undefined) {
      this.#checkName('routing-key-invalid', 'routing key', this.#routingKey);
    }
    this.#checkName('sandbox-invalid', `${owner.words} name`, this.#name);
    this.#checkName('routing-key-invalid', 'routing key', this.#routingKey);
    this.#derivation = AppDerivation.of(this);
  }

  get name(): string {
    return this.#name;
  }

  get routingKey(): string {
    return this.#routingKey;
  }

  /** What the last synthesis found about it, and about the app as a whole. */
  get findings(): readonly Finding[] {
    return this.#derivation.findings.filter(
      ({ sandbox }) => sandbox === undefined || sandbox === this.#name,
    );
  }

  /** What the last synthesis derived for it; another synthesis may replace it. */
  get derivedObjects(): readonly ApiObject[] {
    return this.#derivation.derivedOf(this);
  }

  /** The plain value that the passes work on. */
  abstract toSpec(render?: Render): SandboxSpec | RouteGroupSpec;

  /** Takes part in the synthesis: last, so that one whose arguments are wrong never does. */
  protected join(): void {
    this.#derivation.join(this);
  }

  /** What is derived is printed with a chart; cdk8s would say so at synthesis, without a path. */
  #checkPlace({ kind }: OwnerKind): void {
    if (this.node.scopes.some((scope) => Chart.isChart(scope))) return;
    throw misuse(this, {
      code: 'sandbox-invalid',
      message: `a ${kind} stands in no chart`,
      hint: `give it a Chart to stand in: new ${kind}(new Chart(app, 'pr-42'), 'pr-42', { ... })`,
    });
  }

  #checkProps(props: OwnerProps, { kind, lists, props: known }: OwnerKind): void {
    const unknown = unknownProp(props, [...ownerProps, ...lists, ...known], `a ${kind}`);
    if (unknown !== undefined) throw misuse(this, { code: 'sandbox-invalid', ...unknown });
    const given = new Map(Object.entries(props));
    for (const list of lists) listIn(this, list, given.get(list), 'sandbox-invalid');
  }

  #checkName(code: FindingCode, what: string, text: string): void {
    if (typeof text === 'string' && isSandboxName(text)) return;
    const rule = 'use 2 to 63 of a-z, 0-9 and single dashes, a letter first and no dash last';
    throw misuse(this, {
      code,
      message: `\`${text}\` is not a ${what}`,
      hint:
        text === this.node.id ? `set routingKey, for which the id stands in, and ${rule}` : rule,
    });
  }
}

/** How an object renders outside of a synthesis. */
export const plainRender: Render = (object) => object.toJson() as KubeObject;
