// What the API server would refuse of a tree, and what the specification calls broken, at the
// constructs that it is about.
//
// Neighbours: app-derivation.ts (who asks, once in a synthesis), ../pipeline-validation.ts.

import type { Config } from '../model/config';
import { type Finding, type FindingCode, isError } from '../model/finding';
import type { KubeObject, Manifest } from '../model/manifest';
import { validate } from '../pipeline-validation';

export interface TreeInput {
  readonly manifests: readonly Manifest[];
  /** What deriving said of them. */
  readonly told: readonly Finding[];
  readonly config: Partial<Config>;
  readonly currentNamespace: string | undefined;
  /** Whether warnings are looked for. */
  readonly lint: boolean;
}

/** What is to be said beside what deriving says: no construct is told of one mistake twice. */
export function treeFindings({
  manifests,
  told,
  config,
  currentNamespace,
  lint,
}: TreeInput): readonly Finding[] {
  const { findings } = validate({
    manifests,
    config,
    lint,
    ...(currentNamespace === undefined ? {} : { currentNamespace }),
  });
  const knowsServices = manifests.some(({ object }) => isCoreService(object));
  const refused = new Set(told.filter(isError).map(placeOf));
  const codes = new Set(told.map(({ code, message }) => `${code}\n${message}`));
  return findings.filter((one) => {
    if (isError(one)) return !refused.has(placeOf(one));
    if (!knowsServices && aboutServices.has(one.code)) return false;
    return one.severity === 'warning' && !codes.has(`${one.code}\n${one.message}`);
  });
}

/** Services that are elsewhere: an app that has none of its own would hear of each of them each time. */
const aboutServices: ReadonlySet<FindingCode> = new Set(['backend-not-found', 'target-not-found']);

function isCoreService({ apiVersion, kind }: KubeObject): boolean {
  return apiVersion === 'v1' && kind === 'Service';
}

function placeOf({ where }: Finding): string {
  return where?.origin.from === 'construct' ? where.origin.path : '';
}
