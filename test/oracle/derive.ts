// The one place where the oracle meets the product: a case goes in, derived objects and error
// codes come out.

import type { Finding } from '../../lib/model/finding';
import type { KubeObject, Manifest } from '../../lib/model/manifest';
import { derive } from '../../lib/pipeline';
import type { Case } from '../arbitrary/baseline';

export interface Derived {
  /** Sandboxes and route groups, by name. */
  readonly owners: readonly { readonly name: string; readonly objects: readonly KubeObject[] }[];
  readonly findings: readonly Finding[];
  /** Codes of the errors, each once. */
  readonly refusals: readonly string[];
}

/** Without a profile the routes are to be right under every order. */
export type Deriving = (subject: Case, profile?: string) => Derived;

export const deriveCase: Deriving = ({ objects, sandboxes, groups, config }, profile) => {
  const baseline = objects.map(
    (object, document): Manifest => ({
      object,
      origin: { from: 'file', file: 'baseline.yaml', document },
    }),
  );
  const profiles = profile === undefined ? [] : [profile];
  const input = { baseline, sandboxes, groups, config: { ...config, profiles } };
  const { sandboxes: derived, findings } = derive(input);
  const errors = findings.filter(({ severity }) => severity === 'error');
  return {
    owners: derived.map(({ name, manifests }) => ({
      name,
      objects: manifests.map(({ object }) => object),
    })),
    findings,
    refusals: [...new Set(errors.map(({ code }) => code))].sort(),
  };
};

/** Everything that is applied beside the baseline. */
export function objectsOf({ owners }: Derived): KubeObject[] {
  return owners.flatMap(({ objects }) => objects);
}
