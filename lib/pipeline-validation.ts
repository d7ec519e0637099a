// The journey of a validation: manifests in, what is wrong with them out. Beside pipeline.ts and
// pipeline-proof.ts the only place where passes meet.

import type { Api } from './model/api';
import type { Config } from './model/config';
import type { Finding } from './model/finding';
import { inventoryOf } from './model/inventory';
import type { KubeObject, Manifest } from './model/manifest';
import { isOwnDocument } from './pipeline';
import { lawFindings } from './pipeline-lint';
import { inOrderOfPlace } from './report/finding-order';
import { duplicates } from './resolve/duplicates';
import { atHome } from './routing/entry/address-home';
import { accepted } from './validate/acceptance';
import { kubernetesKinds } from './validate/core/kubernetes-kinds';
import { customKinds } from './validate/crd/custom-kinds';
import type { KindLookup } from './validate/kind-check';
import { validate as validatePass } from './validate/validate';

export { type ValidationJson, validationJson } from './report/validation-json';
export { validationMarkdown } from './report/validation-markdown';
export { validationSarif } from './report/validation-sarif';
export { validationText } from './report/validation-text';
export { isInvalid } from './report/validation-words';

export interface ValidateInput {
  readonly manifests: readonly Manifest[];
  /** CustomResourceDefinitions of the cluster, before those among the manifests. @default [] */
  readonly crds?: readonly Manifest[];
  /** Objects as they are in the cluster, for rules about changes. @default [] */
  readonly against?: readonly Manifest[];
  /** Objects that surround the manifests: looked at, and not checked themselves. @default [] */
  readonly context?: readonly Manifest[];
  /** @default - that of the settings, else either channel */
  readonly api?: Api;
  /** Implementations whose support is looked at. @default - those of the settings */
  readonly profiles?: readonly string[];
  readonly config?: Partial<Config>;
  /** What the namespace of objects without one is called. */
  readonly currentNamespace?: string;
  /** Whether what the specification calls broken is told too, as warnings. @default true */
  readonly lint?: boolean;
}

export interface Validated {
  /** By file, document and field, whatever the order of the input. */
  readonly findings: readonly Finding[];
  /** Objects of the input, without documents of Gatefork's own. */
  readonly objects: number;
  /** Objects that were held against a schema. */
  readonly checked: number;
  /** Kinds that nothing is known of, as `group/version Kind`, with the number of their objects. */
  readonly unchecked: ReadonlyMap<string, number>;
}

/** Tells what the API server would refuse, and what the specification calls broken. Pure. */
export function validate(input: ValidateInput): Validated {
  const { config = {}, lint: isLinted = true, crds = [], against = [], context = [] } = input;
  const { api = config.api, profiles = config.profiles ?? [] } = input;
  const custom = customKinds([...crds, ...input.manifests]);
  const kinds = [custom.look, kubernetesKinds()];
  const [manifests, around, old] = [input.manifests, context, against].map((set) =>
    applied(set, input.currentNamespace, kinds),
  ) as [readonly Manifest[], readonly Manifest[], readonly Manifest[]];
  const { findings, checked, unchecked } = validatePass({
    manifests,
    kinds,
    ...(api === undefined ? {} : { api }),
    ...(old.length === 0 ? {} : { oldOf: lookupIn(old) }),
  });
  const named = manifests.filter(hasWords);
  const twice = duplicates(inventoryOf(named));
  const law = isLinted
    ? lawFindings({
        manifests: named,
        context: around.filter(hasWords),
        refused: findings,
        profiles,
      })
    : [];
  const told = accepted({
    findings: [...custom.findings(), ...findings, ...twice, ...law],
    manifests,
    accept: config.accept ?? [],
    isLinted,
  });
  return { findings: inOrderOfPlace(told), objects: manifests.length, checked, unchecked };
}

/** Objects as somebody applies them: without our own documents, in the namespace that was named. */
function applied(
  manifests: readonly Manifest[],
  currentNamespace: string | undefined,
  kinds: readonly KindLookup[],
): readonly Manifest[] {
  const asked = manifests.filter(({ object }) => !isOwnDocument(object));
  if (currentNamespace === undefined) return asked;
  const { manifests: placed } = atHome({ manifests: asked, requests: [] }, currentNamespace);
  // Of more kinds than the law speaks of it is known here whether they are in a namespace.
  return placed.map((one, index) => {
    const own = asked[index];
    return own !== undefined && isInNone(own.object, kinds) ? own : one;
  });
}

function isInNone({ apiVersion, kind }: KubeObject, kinds: readonly KindLookup[]): boolean {
  return kinds.some((look) => {
    const found = look(apiVersion, kind);
    return found !== undefined && 'schema' in found && found.isClusterScoped === true;
  });
}

function lookupIn(old: readonly Manifest[]) {
  const inventory = inventoryOf(old.filter(hasWords));
  return (object: KubeObject): KubeObject | undefined =>
    hasWords({ object }) ? inventory.withId(inventory.idOf(object))?.object : undefined;
}

/** Whether what an object is called is text, so that it can be looked up. */
function hasWords({ object }: Pick<Manifest, 'object'>): boolean {
  const { name, namespace } = object.metadata ?? {};
  return [name, namespace].every((one) => one === undefined || typeof one === 'string');
}
