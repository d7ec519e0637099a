// ConfigMaps that a fork reads in a version of its own, and objects that it reads in the place of
// the baseline's: every reference of its pod template goes to the new name.
//
// A copy is called after its content, `<name>-<sandbox>-<hash>`: a changed copy is another object,
// so the fork's pods are replaced, and an immutable one can be changed at all. Two forks with one
// wish share one copy. Values of Secrets are never read nor written: a Secret is only replaced by
// name.
// Neighbours: references.ts (where names stand), ../fork/forks.ts (writes a shared copy once).

import { canonical } from '../../model/digest';
import type { Finding, FindingText, Where } from '../../model/finding';
import type { ConfigChange } from '../../model/fork';
import { collect } from '../../model/groups';
import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  type Manifest,
  nameOf,
} from '../../model/manifest';
import { sourceName } from '../../model/marks';
import type { SandboxSpec } from '../../model/sandbox';
import { listText } from '../../model/text-list';
import { limits } from '../../routing/limits';
import { aboutFork, type ForkStep, type StepContext } from '../fork/fork-step';
import { shortHash, shortName } from '../names/short-name';
import { withoutNulls } from '../patch/patch-values';
import { derivedMeta } from '../write/owner-meta';
import { type ConfigKind, referencedNames, withReferences } from './references';

export const withConfigCopies: ForkStep = (template, context) => {
  const changes = context.fork.config ?? [];
  if (changes.length === 0) return { template };
  const names = {
    ConfigMap: new ReferencedNames(template, 'ConfigMap'),
    Secret: new ReferencedNames(template, 'Secret'),
  };
  const renamed = { ConfigMap: new Map<string, string>(), Secret: new Map<string, string>() };
  const objects: KubeObject[] = [];
  const findings: Finding[] = [];
  const used: Manifest[] = [];
  for (const [index, change] of changes.entries()) {
    const wish: Wish = { change, context, where: whereOf(context, index) };
    const replaced = replacement(wish, names[change.kind], renamed[change.kind]);
    if ('finding' in replaced) {
      findings.push(replaced.finding);
      continue;
    }
    if (replaced.copy !== undefined) objects.push(replaced.copy);
    if (replaced.source !== undefined) used.push(replaced.source);
    renamed[change.kind].set(replaced.old, replaced.name);
  }
  let rewired = template;
  for (const kind of ['ConfigMap', 'Secret'] as const) {
    rewired = withReferences(rewired, kind, (name) => renamed[kind].get(name) ?? name);
  }
  return { template: rewired, objects, findings, used };
};

interface Wish {
  readonly change: ConfigChange;
  readonly context: StepContext;
  readonly where: Where;
}

type DataChange = Extract<ConfigChange, { readonly data: unknown }>;

type Replacement =
  | {
      /** What the template refers to, and what it refers to from now on. */
      readonly old: string;
      readonly name: string;
      readonly copy?: KubeObject;
      readonly source?: Manifest;
    }
  | { readonly finding: Finding };

function whereOf({ sandbox, fork }: StepContext, index: number): Where {
  const path = [...fork.path, 'customizations', 'config', index];
  return { origin: sandbox.origin, path };
}

function replacement(
  wish: Wish,
  names: ReferencedNames,
  renamed: ReadonlyMap<string, string>,
): Replacement {
  const { change } = wish;
  const old = nameInTemplate(wish, names);
  if (typeof old !== 'string') return { finding: old };
  if (renamed.has(old)) return { finding: changedTwice(wish) };
  if ('use' in change) return { old, name: change.use };
  return copyNamed(old, change, wish);
}

/** A hash that kustomize puts behind the name of what it generates. */
const kustomizeHash = /^(.+)-[2456789bcdfghkmt]{10}$/;

/** What a template refers to, found by whole name and by the name that a generator was given. */
class ReferencedNames {
  readonly all: ReadonlySet<string>;
  readonly #generated = new Map<string, string[]>();

  constructor(
    template: JsonObject,
    readonly kind: ConfigKind,
  ) {
    this.all = referencedNames(template, kind);
    for (const name of this.all) {
      const base = kustomizeHash.exec(name)?.[1];
      if (base !== undefined) collect(this.#generated, base, name);
    }
  }

  /** The name itself, else those that kustomize made of it. */
  meantBy(name: string): readonly string[] {
    return this.all.has(name) ? [name] : (this.#generated.get(name) ?? []);
  }
}

/** The name by which the template refers to what the change names; or why there is none. */
function nameInTemplate(wish: Wish, names: ReferencedNames): string | Finding {
  const { change, context } = wish;
  const [name, ...others] = names.meantBy(change.name);
  if (name !== undefined && others.length === 0) return name;
  const workload = nameOf(context.baseline.object);
  if (name !== undefined) {
    return found('config-not-referenced', wish, {
      message: `the fork of ${workload} changes ${change.kind} \`${change.name}\`, which may be any of ${quoted([name, ...others])}`,
      hint: 'name one of them in full',
    });
  }
  const known = quoted([...names.all].sort());
  return found('config-not-referenced', wish, {
    message: `the fork of ${workload} changes ${change.kind} \`${change.name}\`, which its pod template does not refer to`,
    hint:
      known === ''
        ? `take the change out: the template refers to no ${change.kind}`
        : `name what it refers to: ${known}`,
  });
}

function quoted(names: readonly string[]): string {
  const texts = names.map((name) => `\`${name}\``);
  return listText(texts, 5, ', ');
}

function copyNamed(old: string, change: DataChange, wish: Wish): Replacement {
  const { inventory, sandbox, baseline } = wish.context;
  // The type rules it out; what came in untyped must not get a Secret's values written.
  const kind: ConfigKind = change.kind;
  const namespace = inventory.namespaceOf(baseline.object);
  const source = kind === 'ConfigMap' ? inventory.find('/ConfigMap', namespace, old) : undefined;
  if (source === undefined) {
    return {
      finding: found('config-not-found', wish, {
        message: `the fork of ${nameOf(baseline.object)} changes ${kind} \`${old}\`, which is not in the input`,
        hint: 'add the file that holds it to the baseline, or name an object to read in its place with `use`',
      }),
    };
  }
  const copy = copyOf(source.object, change, sandbox);
  return { old, name: copy.metadata?.name ?? old, copy, source };
}

function copyOf(source: KubeObject, change: DataChange, sandbox: SandboxSpec): KubeObject {
  const content = contentOf(source, change);
  const name = `${change.name}-${sandbox.name}-${shortHash(canonical(content))}`;
  return withoutNulls({
    apiVersion: source.apiVersion,
    kind: source.kind,
    metadata: derivedMeta({
      owner: sandbox,
      name: shortName(name, limits.routeName),
      namespace: source.metadata?.namespace,
      derivedFrom: sourceName(source),
      ...(source.metadata === undefined ? {} : { from: source.metadata }),
    }),
    ...content,
  });
}

/** The fields of a ConfigMap with the change made; a key is text or binary, never both. */
function contentOf({ data, binaryData, immutable }: KubeObject, { data: wanted }: DataChange) {
  const texts = new Map<string, Json | undefined>(isObject(data) ? Object.entries(data) : []);
  const binaries = new Map(isObject(binaryData) ? Object.entries(binaryData) : []);
  for (const [key, value] of Object.entries(wanted)) {
    binaries.delete(key);
    if (value === null) texts.delete(key);
    else texts.set(key, value);
  }
  return {
    ...(texts.size === 0 ? {} : { data: Object.fromEntries(texts) }),
    ...(binaries.size === 0 ? {} : { binaryData: Object.fromEntries(binaries) }),
    ...(immutable === true ? { immutable } : {}),
  };
}

function changedTwice(wish: Wish): Finding {
  const { change, context } = wish;
  return found('sandbox-invalid', wish, {
    message: `the fork of ${nameOf(context.baseline.object)} changes ${change.kind} \`${change.name}\` twice`,
    hint: 'say all of it in one entry of `config`',
  });
}

function found(
  code: 'config-not-referenced' | 'config-not-found' | 'sandbox-invalid',
  { where, context }: Wish,
  text: FindingText,
): Finding {
  return aboutFork(context, code, { ...text, where });
}
