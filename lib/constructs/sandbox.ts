// A sandbox as a construct. It only records a wish; app-derivation.ts derives from it when
// synthesis validates the tree. Neighbours: owner-construct.ts (what it shares with route groups),
// fork-props.ts and sandbox-props.ts (what it holds), app-config.ts (what holds for all sandboxes
// of an app), ../model/sandbox.ts (the value it becomes).

import type { Construct } from 'constructs';
import { type WorkloadRef, workloadText } from '../model/fork';
import type { SandboxSpec } from '../model/sandbox';
import { problemOf } from './fork-check';
import { type Fork, forkEntry, type Workload } from './fork-props';
import { type Misuse, misuse } from './misuse';
import { apiObjectOf, earlyNames, finalNames, type Naming, type Render } from './object-naming';
import { OwnerConstruct, type OwnerProps, plainRender } from './owner-construct';
import { extraProblem, previewProblem, virtualProblem } from './part-check';
import { checkDocument, type DocumentSpec, readSandbox } from './sandbox-document';
import {
  type ExtraObject,
  expiryFields,
  type Preview,
  previewEntry,
  type Virtual,
  virtualEntry,
} from './sandbox-props';

export interface SandboxProps extends OwnerProps {
  /** What route groups match; not written on objects. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none; see `addFork` */
  readonly forks?: readonly Fork[];
  /** @default - none; see `addVirtual` */
  readonly virtual?: readonly Virtual[];
  /** @default - none; see `addPreview` */
  readonly previews?: readonly Preview[];
  /** @default - none; see `addExtraResource` */
  readonly extraResources?: readonly ExtraObject[];
}

/** The lists of a sandbox, by the fields of a file that hold them. */
interface Parts {
  readonly forks: readonly Fork[];
  readonly virtual: readonly Virtual[];
  readonly previews: readonly Preview[];
  readonly extraResources: readonly ExtraObject[];
}

const sandboxKind = {
  kind: 'Sandbox',
  words: 'sandbox',
  lists: ['forks', 'virtual', 'previews', 'extraResources'],
  props: ['labels'],
} as const;

/**
 * Requests that carry this sandbox's routing key reach its forks, not the baseline.
 *
 * The construct only records the wish: routes are derived when synthesis validates the
 * tree, once every construct exists, since a derived rule must be safe beside all others.
 * So a plain cdk8s `App` will do, and the order of declaration does not matter. What is
 * derived joins the sandbox's chart, with the chart's labels but never its namespace: a
 * fork lives where its baseline lives.
 */
export class Sandbox extends OwnerConstruct {
  readonly #labels: Readonly<Record<string, string>>;
  readonly #expiry: DocumentSpec;
  #parts: Parts = { forks: [], virtual: [], previews: [], extraResources: [] };

  constructor(scope: Construct, id: string, props: SandboxProps = {}) {
    super(scope, id, props, sandboxKind);
    this.#labels = { ...props.labels };
    this.#expiry = expiryFields(props);
    this.#check(this.#expiry);
    for (const fork of props.forks ?? []) this.addFork(fork);
    for (const virtual of props.virtual ?? []) this.addVirtual(virtual);
    for (const preview of props.previews ?? []) this.addPreview(preview);
    for (const resource of props.extraResources ?? []) this.addExtraResource(resource);
    this.join();
  }

  /** Forks one more baseline workload. */
  addFork(fork: Fork): this {
    this.#refuse(problemOf(fork));
    const { forks } = this.#parts;
    if (forks.some((known) => isSameWorkload(known.workload, fork.workload))) {
      throw misuse(this, {
        code: 'workload-forked-twice',
        message: `${described(fork.workload)} already has a fork in this sandbox`,
        hint: 'one sandbox forks a workload once; use a second Sandbox with its own routing key',
      });
    }
    return this.#take({ ...this.#parts, forks: [...forks, fork] });
  }

  /** Takes back the fork of a workload; nothing happens where it has none. */
  removeFork(workload: Workload): this {
    const forks = this.#parts.forks.filter((known) => !isSameWorkload(known.workload, workload));
    this.#parts = { ...this.#parts, forks };
    return this;
  }

  /** Sends keyed requests for a Service elsewhere, without a fork of a workload. */
  addVirtual(virtual: Virtual): this {
    this.#refuse(virtualProblem(virtual));
    return this.#take({ ...this.#parts, virtual: [...this.#parts.virtual, virtual] });
  }

  /** Gives the sandbox a hostname at which requests need no key. */
  addPreview(preview: Preview): this {
    this.#refuse(previewProblem(preview));
    return this.#take({ ...this.#parts, previews: [...this.#parts.previews, preview] });
  }

  /** Writes one more object with the sandbox, which lives and dies with it. */
  addExtraResource(object: ExtraObject): this {
    this.#refuse(extraProblem(object));
    return this.#take({ ...this.#parts, extraResources: [...this.#parts.extraResources, object] });
  }

  /** This sandbox as the plain value that the passes work on. */
  override toSpec(render: Render = plainRender): SandboxSpec {
    const spec = { ...this.#expiry, ...entriesOf(this.#parts, finalNames(render)) };
    return readSandbox(this, { ...this.#document(), spec });
  }

  /** Holds the parts, unless they could never be right. */
  #take(parts: Parts): this {
    this.#check(entriesOf(parts, earlyNames));
    this.#parts = parts;
    return this;
  }

  #check(spec: DocumentSpec): void {
    checkDocument(this, { ...this.#document(), spec });
  }

  #document() {
    const { name, routingKey } = this;
    return { kind: 'Sandbox', name, routingKey, labels: this.#labels } as const;
  }

  #refuse(problem: Misuse | undefined): void {
    if (problem !== undefined) throw misuse(this, { code: 'sandbox-invalid', ...problem });
  }
}

/** The lists as they stand in a sandbox file. */
function entriesOf(parts: Parts, naming: Naming): DocumentSpec {
  return {
    forks: parts.forks.map((fork) => forkEntry(fork, naming)),
    virtual: parts.virtual.map((virtual) => virtualEntry(virtual, naming)),
    previews: parts.previews.map((preview) => previewEntry(preview, naming)),
    extraResources: parts.extraResources,
  };
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
