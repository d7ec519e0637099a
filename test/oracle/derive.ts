// The one place where the oracle meets the product: a case goes in, derived objects and error
// codes come out.

import type { Finding } from '../../lib/model/finding';
import type { KubeObject, Manifest } from '../../lib/model/manifest';
import { derive } from '../../lib/pipeline';
import type { Case } from '../arbitrary/baseline';

export interface Derived {
  readonly sandboxes: readonly { readonly name: string; readonly objects: readonly KubeObject[] }[];
  readonly findings: readonly Finding[];
  /** Codes of the errors, each once. */
  readonly refusals: readonly string[];
}

export type Deriving = (subject: Case) => Derived;

export const deriveCase: Deriving = ({ objects, sandboxes, config }) => {
  const baseline = objects.map(
    (object, document): Manifest => ({
      object,
      origin: { from: 'file', file: 'baseline.yaml', document },
    }),
  );
  const { sandboxes: derived, findings } = derive({ baseline, sandboxes, config });
  const errors = findings.filter(({ severity }) => severity === 'error');
  return {
    sandboxes: derived.map(({ name, manifests }) => ({
      name,
      objects: manifests.map(({ object }) => object),
    })),
    findings,
    refusals: [...new Set(errors.map(({ code }) => code))].sort(),
  };
};
