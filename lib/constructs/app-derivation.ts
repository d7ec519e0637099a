// When an app derives: at the first validation of a synthesis, when every construct exists.
//
// cdk8s has no hook for generating objects, and validates the whole tree once for the app and
// once more for every chart. The root comes first in each of those sweeps, so it is the root
// that derives, and constructs later in the sweep report what was found about them. During
// `app.synth()` and `app.synthYaml()` only the first sweep derives; outside of them (a chart's
// `toJson()`, `Testing.synth()`) each sweep reads the tree, and derives where it has changed.
//
// INVARIANT: nothing derived is ever read back as baseline. Neighbours: sandbox.ts (joins here), app-wish.ts,
// app-objects.ts (objects in and out of the tree), app-files.ts (which file each is written to),
// app-validation.ts (what is wrong with them).

import { ApiObject, App } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { writeToStandardError } from '../io';
import { type Finding, isError, UsageError } from '../model/finding';
import { collect } from '../model/groups';
import type { KubeObject, Manifest } from '../model/manifest';
import type { RouteGroupSpec, SandboxSpec } from '../model/sandbox';
import { type DerivedSandbox, printFindings } from '../pipeline';
import { deriveProved } from '../pipeline-proof';
import { GateforkConfig } from './app-config';
import { overwrittenObjects, type Rendered } from './app-files';
import { validationMessage } from './app-findings';
import { manifestsOf, replaceDerived } from './app-objects';
import { treeFindings } from './app-validation';
import { isSame, type Member, type Wish } from './app-wish';
import type { Render } from './object-naming';

const derivations = new WeakMap<IConstruct, AppDerivation>();

export class AppDerivation {
  /** The derivation of the app that a construct belongs to. */
  static of(scope: IConstruct): AppDerivation {
    const root = scope.node.root;
    let derivation = derivations.get(root);
    if (derivation === undefined) {
      derivation = new AppDerivation(root);
      derivations.set(root, derivation);
    }
    return derivation;
  }

  readonly #root: IConstruct;
  readonly #members = new Set<Member>();
  readonly #derived = new Map<Construct, readonly ApiObject[]>();
  readonly #reporting = new WeakSet<IConstruct>();
  #messages = new Map<IConstruct, string[]>();
  #rendered = new Map<ApiObject, KubeObject>();
  readonly #pinned: ApiObject[] = [];
  #findings: readonly Finding[] = [];
  /** What validation found, of all objects of the tree. */
  #faults: readonly Finding[] = [];
  #sandboxes: readonly DerivedSandbox[] = [];
  #last: Wish | undefined;
  #depth = 0;
  #isSettled = false;
  #isWatched = false;

  private constructor(root: IConstruct) {
    this.#root = root;
  }

  /** Has a sandbox derived whenever its app is synthesized. */
  join(member: Member): void {
    this.watch();
    this.#members.add(member);
  }

  /** Has the tree validated whenever its app is synthesized. */
  watch(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    this.#root.node.addValidation({ validate: () => this.#settle() });
    this.#followSynthesis();
  }

  /** What the last synthesis found. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** What the last synthesis made of the sandboxes, by name; none where it found an error. */
  get sandboxes(): readonly DerivedSandbox[] {
    return this.#sandboxes;
  }

  /** What the last synthesis derived for a sandbox. */
  derivedOf(member: Construct): readonly ApiObject[] {
    return this.#derived.get(member) ?? [];
  }

  /** Runs one synthesis: within it sandboxes derive once, and we render an object once. */
  within<T>(work: () => T): T {
    if (this.#depth === 0) this.#forget();
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#forget();
    }
  }

  /**
   * An object's Kubernetes JSON, rendered once in a synthesis. cdk8s then writes what was read
   * here: an object may render differently the second time (cdk8s-plus' `spread: true` adds its
   * terms again), and the baseline's files must be what they would be without us.
   */
  readonly render: Render = (object) => {
    let json = this.#rendered.get(object);
    if (json === undefined) {
      json = object.toJson() as KubeObject;
      this.#rendered.set(object, json);
      if (this.#depth > 0) this.#pin(object, json);
    }
    return json;
  };

  #pin(object: ApiObject, json: KubeObject): void {
    if (Object.hasOwn(object, 'toJson')) return;
    define(object, 'toJson', () => json);
    this.#pinned.push(object);
  }

  #forget(): void {
    for (const object of this.#pinned.splice(0)) delete (object as { toJson?: unknown }).toJson;
    this.#rendered = new Map();
    this.#isSettled = false;
  }

  // A subclass with a synth of its own may change the tree between two sweeps; it is left
  // alone, and each of its sweeps looks at the tree again.
  #followSynthesis(): void {
    const app = this.#root;
    if (!(app instanceof App)) return;
    if (app.synth === App.prototype.synth) {
      define(app, 'synth', () => this.within(() => App.prototype.synth.call(app)));
    }
    if (app.synthYaml === App.prototype.synthYaml) {
      define(app, 'synthYaml', () => this.within(() => App.prototype.synthYaml.call(app)));
    }
  }

  /** The root's validation. What it finds is reported by the constructs that it is about. */
  #settle(): string[] {
    const isFollowed = this.#depth > 0;
    if (isFollowed && this.#isSettled) return [];
    if (!isFollowed) this.#forget();
    this.#messages = new Map();
    const wish = this.#wish();
    if (wish !== undefined) {
      const isNew = this.#last === undefined || !isSame(this.#last, wish);
      if (isNew) this.#fulfil(wish);
      this.#say(wish, isNew || isFollowed);
    }
    this.#isSettled = true;
    return [];
  }

  /** The tree as it stands, or undefined where something in it cannot be rendered. */
  #wish(): Wish | undefined {
    const config = GateforkConfig.of(this.#root);
    const { currentNamespace, verify = true, validate = true, warnings } = config.settings;
    if (this.#members.size === 0 && !validate) return undefined;
    const ours = new Set([...this.#derived.values()].flat());
    const objects: Rendered[] = [];
    const members: Member[] = [];
    const specs: (SandboxSpec | RouteGroupSpec)[] = [];
    for (const construct of this.#root.node.findAll()) {
      this.#attempt(construct, () => {
        if (ApiObject.isApiObject(construct)) {
          if (!ours.has(construct)) objects.push({ construct, object: this.render(construct) });
        } else if (this.#members.has(construct as Member)) {
          const member = construct as Member;
          specs.push(member.toSpec(this.render));
          members.push(member);
        }
      });
    }
    if (this.#messages.size > 0) {
      // Where nothing is derived cdk8s says it soon enough, in its own words.
      if (this.#members.size === 0) this.#messages = new Map();
      return undefined;
    }
    const lint = warnings !== 'silent';
    const said = { config: config.toConfig(), currentNamespace, verify, validate, lint };
    return { members, objects, specs, ...said };
  }

  /** Says at a construct why it cannot be read, beside all that others find wrong. */
  #attempt(construct: IConstruct, read: () => void): void {
    try {
      read();
    } catch (error) {
      this.#report(construct, reasonOf(error));
    }
  }

  #fulfil(wish: Wish): void {
    const baseline = wish.objects.flatMap(({ construct, object }) =>
      manifestsOf(construct, object),
    );
    if (this.#members.size > 0) this.#derive(wish, baseline);
    this.#last = wish;
    const { config, currentNamespace, lint } = wish;
    const derived = this.#sandboxes.flatMap(({ manifests }) => manifests);
    const manifests = [...baseline, ...derived];
    this.#faults = wish.validate
      ? treeFindings({ manifests, told: this.#findings, config, currentNamespace, lint })
      : [];
  }

  #derive(wish: Wish, baseline: readonly Manifest[]): void {
    const { specs, config, currentNamespace, verify } = wish;
    const outcome = deriveProved({
      baseline,
      sandboxes: specs.filter((one) => one.kind === 'Sandbox'),
      groups: specs.filter((one) => one.kind === 'RouteGroup'),
      config,
      verify,
      ...(currentNamespace === undefined ? {} : { currentNamespace }),
    });
    const isRefused = outcome.findings.some(isError);
    const byName = new Map(outcome.sandboxes.map(({ name, manifests }) => [name, manifests]));
    const derived = wish.members.flatMap((member, index) => {
      const manifests = isRefused ? undefined : byName.get(specs[index]?.name ?? '');
      return this.#replace(member, manifests ?? []);
    });
    const written = overwrittenObjects(App.of(this.#root), [...wish.objects, ...derived]);
    this.#findings = [...outcome.findings, ...written];
    this.#sandboxes = this.#findings.some(isError) ? [] : outcome.sandboxes;
  }

  #replace(member: Member, manifests: readonly Manifest[]): readonly Rendered[] {
    const constructs = replaceDerived(member, this.derivedOf(member), manifests);
    this.#derived.set(member, constructs);
    return constructs.flatMap((construct, index) => {
      const object = manifests[index]?.object;
      return object === undefined ? [] : [{ construct, object }];
    });
  }

  #say(wish: Wish, isFirst: boolean): void {
    const places = new Map<string, IConstruct>();
    for (const { construct } of wish.objects) places.set(construct.node.path, construct);
    for (const member of wish.members) places.set(member.node.path, member);
    const findings = [...this.#findings, ...this.#faults];
    for (const found of findings.filter(isError)) {
      const { origin } = found.where ?? {};
      const index = wish.specs.findIndex(({ name }) => name === found.sandbox);
      const named = origin?.from === 'construct' ? places.get(origin.path) : undefined;
      const place = named ?? wish.members[Math.max(index, 0)];
      if (place !== undefined) this.#report(place, validationMessage(found));
    }
    if (!isFirst || GateforkConfig.of(this.#root).settings.warnings === 'silent') return;
    // A test that looks at one chart is not told what the rest of its tree lacks.
    const said = this.#depth > 0 ? findings : this.#findings;
    const warnings = said.filter(({ severity }) => severity === 'warning');
    if (warnings.length > 0) writeToStandardError(printFindings(warnings));
  }

  #report(construct: IConstruct, message: string): void {
    collect(this.#messages, construct, message);
    if (this.#reporting.has(construct)) return;
    this.#reporting.add(construct);
    construct.node.addValidation({ validate: () => this.#messages.get(construct) ?? [] });
  }
}

function reasonOf(error: unknown): string {
  // A UsageError's message names the construct, which validation does as well.
  if (error instanceof UsageError) return validationMessage(error.finding);
  return error instanceof Error ? error.message : String(error);
}

function define(object: object, name: string, value: () => unknown): void {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}
