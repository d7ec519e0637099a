// A sandbox as a construct. It only records a wish; app-derivation.ts derives from it when
// synthesis validates the tree. Neighbours: fork-props.ts (what a fork changes), app-config.ts
// (what holds for all sandboxes of an app), model/sandbox.ts (the value it becomes).

import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Finding, FindingCode } from '../model/finding';
import { type WorkloadRef, workloadText } from '../model/fork';
import { timeOf, timeText } from '../model/instant';
import type { KubeObject } from '../model/manifest';
import { isSandboxName, type SandboxSpec } from '../model/sandbox';
import { AppDerivation } from './app-derivation';
import { problemOf, unknownProp } from './fork-check';
import { apiObjectOf, type Fork, type Render, specOf, type Workload } from './fork-props';
import { misuse } from './misuse';

export interface SandboxProps {
  /** What objects of the sandbox are named after. @default - the routing key, else the id */
  readonly name?: string;
  /** The value that a request carries to reach the forks. @default - the name, else the id */
  readonly routingKey?: string;
  /** What route groups match; not written on objects. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** When the sandbox may be pruned, RFC 3339. @default - never */
  readonly expiresAt?: string | Date;
  /** @default - none; see `addFork` */
  readonly forks?: readonly Fork[];
}

/**
 * Requests that carry this sandbox's routing key reach its forks, not the baseline.
 *
 * The construct only records the wish: routes are derived when synthesis validates the
 * tree, once every construct exists, since a derived rule must be safe beside all others.
 * So a plain cdk8s `App` will do, and the order of declaration does not matter. What is
 * derived joins the sandbox's chart, with the chart's labels but never its namespace: a
 * fork lives where its baseline lives.
 */
export class Sandbox extends Construct {
  readonly #name: string;
  readonly #routingKey: string;
  readonly #labels: Readonly<Record<string, string>>;
  readonly #expiresAt: string | undefined;
  readonly #derivation: AppDerivation;
  #forks: readonly Fork[] = [];

  constructor(scope: Construct, id: string, props: SandboxProps = {}) {
    super(scope, id);
    this.#checkPlace();
    this.#checkProps(props);
    this.#routingKey = props.routingKey ?? props.name ?? id;
    this.#name = props.name ?? this.#routingKey;
    this.#labels = { ...props.labels };
    this.#expiresAt = this.#instant(props.expiresAt);
    // The key first: where it stands alone, it is the name as well.
    if (props.routingKey !== undefined) {
      this.#checkName('routing-key-invalid', 'routing key', this.#routingKey);
    }
    this.#checkName('sandbox-invalid', 'sandbox name', this.#name);
    this.#checkName('routing-key-invalid', 'routing key', this.#routingKey);
    for (const fork of props.forks ?? []) this.addFork(fork);
    this.#derivation = AppDerivation.of(this);
    // Last, so that a sandbox whose arguments are wrong never takes part.
    this.#derivation.join(this);
  }

  get name(): string {
    return this.#name;
  }

  get routingKey(): string {
    return this.#routingKey;
  }

  /** Forks one more baseline workload. */
  addFork(fork: Fork): this {
    const problem = problemOf(fork);
    if (problem !== undefined) throw misuse(this, { code: 'sandbox-invalid', ...problem });
    if (this.#forks.some((known) => isSameWorkload(known.workload, fork.workload))) {
      throw misuse(this, {
        code: 'workload-forked-twice',
        message: `${described(fork.workload)} already has a fork in this sandbox`,
        hint: 'one sandbox forks a workload once; use a second Sandbox with its own routing key',
      });
    }
    this.#forks = [...this.#forks, fork];
    return this;
  }

  /** Takes back the fork of a workload; nothing happens where it has none. */
  removeFork(workload: Workload): this {
    this.#forks = this.#forks.filter((known) => !isSameWorkload(known.workload, workload));
    return this;
  }

  /** What the last synthesis found about this sandbox, and about the app as a whole. */
  get findings(): readonly Finding[] {
    return this.#derivation.findings.filter(
      ({ sandbox }) => sandbox === undefined || sandbox === this.#name,
    );
  }

  /** What the last synthesis derived for this sandbox; another synthesis may replace it. */
  get derivedObjects(): readonly ApiObject[] {
    return this.#derivation.derivedOf(this);
  }

  /** This sandbox as the plain value that the passes work on. */
  toSpec(render: Render = (object) => object.toJson() as KubeObject): SandboxSpec {
    return {
      kind: 'Sandbox',
      name: this.#name,
      routingKey: this.#routingKey,
      labels: this.#labels,
      forks: this.#forks.map((fork, index) => specOf(fork, ['forks', index], render)),
      virtual: [],
      previews: [],
      extraResources: [],
      ...(this.#expiresAt === undefined ? {} : { expiresAt: this.#expiresAt }),
      origin: { from: 'construct', path: this.node.path },
    };
  }

  /** What is derived is printed with a chart; cdk8s would say so at synthesis, without a path. */
  #checkPlace(): void {
    if (this.node.scopes.some((scope) => Chart.isChart(scope))) return;
    throw misuse(this, {
      code: 'sandbox-invalid',
      message: 'a Sandbox stands in no chart',
      hint: "give it a Chart to stand in: new Sandbox(new Chart(app, 'pr-42'), 'sandbox', { ... })",
    });
  }

  #checkProps(props: SandboxProps): void {
    const { forks = [] } = props;
    const problem = Array.isArray(forks)
      ? unknownProp(props, propNames, 'a Sandbox')
      : { message: '`forks` is not a list', hint: 'write forks: [{ workload, ... }]' };
    if (problem !== undefined) throw misuse(this, { code: 'sandbox-invalid', ...problem });
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

  #instant(given: string | Date | undefined): string | undefined {
    if (given === undefined) return undefined;
    const text = typeof given === 'string' ? given : instantOf(given);
    if (text !== undefined && timeOf(text) !== undefined) return text;
    throw misuse(this, {
      code: 'sandbox-invalid',
      message: `\`${String(given)}\` is not a point in time`,
      hint: 'give a Date, or RFC 3339 such as 2026-12-01T00:00:00Z',
    });
  }
}

const propNames = ['name', 'routingKey', 'labels', 'expiresAt', 'forks'];

function instantOf(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : timeText(date.getTime());
}

function isSameWorkload(left: Workload, right: Workload): boolean {
  const [ours, theirs] = [apiObjectOf(left), apiObjectOf(right)];
  if (ours !== undefined || theirs !== undefined) return ours === theirs;
  return described(left) === described(right);
}

function described(workload: Workload): string {
  const object = apiObjectOf(workload);
  if (object !== undefined) return `\`${object.node.path}\``;
  return workloadText(workload as WorkloadRef);
}
