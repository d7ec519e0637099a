// The words in which test/verify/promises.test.ts writes its pairs: a baseline, what is applied,
// and what the verdict must be; and how a pair is held against verify.

import type { Config } from '../../lib/model/config';
import type { Outcome } from '../../lib/model/decision';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { at, isObject, listOf } from '../../lib/model/manifest';
import { marks } from '../../lib/model/marks';
import type { Proof } from '../../lib/model/proof';
import type { RouteGroupSpec, SandboxSpec } from '../../lib/model/sandbox';
import { verify } from '../../lib/pipeline-proof';
import { decide } from '../../lib/routing/decide';
import { specification } from '../../lib/routing/law';
import { tableOf } from '../properties/judged-case';
import { meaningText, possibleOf } from '../properties/meaning';
import { deriving, gateway, manifests, route, workload } from '../routes';

/** `fidelity of pr-42`, `isolation`: the promise, and whose it is where somebody's. */
export type Expected = 'proved' | 'undecided' | `${'isolation' | 'fidelity'}${string}`;

export interface PromiseCase {
  readonly baseline: readonly KubeObject[];
  readonly applied: readonly KubeObject[];
  readonly config?: Partial<Config>;
  readonly profiles?: readonly string[];
  /** For manifests without marks. */
  readonly sandboxes?: readonly SandboxSpec[];
  readonly groups?: readonly RouteGroupSpec[];
}

export function proofOf({ baseline, applied, ...more }: PromiseCase): Proof {
  const verified = verify({
    baseline: manifests(...baseline),
    applied: manifests(...applied),
    ...more,
  });
  if (verified.proof === undefined) {
    throw new Error(verified.findings.map(({ message }) => message).join('\n'));
  }
  return verified.proof;
}

/** The verdict in the words of a case: each promise that is broken, and whose it is. */
export function verdictTexts({ result, violations }: Proof): readonly string[] {
  if (violations.length === 0) return [result];
  return violations.map(({ promise, owner }) =>
    owner === undefined ? promise : `${promise} of ${owner.name}`,
  );
}

/** Violations that decide() does not know: what they say happens does not, or is as it must be. */
export function unfounded({ applied }: PromiseCase, { violations }: Proof): string[] {
  const table = tableOf(applied);
  const meanings = (outcome: Outcome) => possibleOf(outcome).map(meaningText);
  return violations
    .filter(({ request, expected, actual }) => {
      const possible = meanings(decide(table, request, specification));
      const isReal = meanings(actual).every((one) => possible.includes(one));
      return !isReal || meanings(actual).join() === meanings(expected).join();
    })
    .map(({ because }) => because);
}

/** An object marked as a sandbox's own. */
export function owned(object: KubeObject, name = 'pr-42', annotations: Text = {}): KubeObject {
  const labels = {
    [marks.managedBy]: marks.manager,
    [marks.sandbox]: name,
    [marks.routingKey]: name,
  };
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...metadata?.labels, ...labels },
      annotations: { ...metadata?.annotations, ...annotations },
    },
  };
}

interface Text {
  readonly [name: string]: string;
}

/** The Deployment and the Service of a fork, as deriving would call and mark them. */
export function fork(name: string, sandbox = 'pr-42', namespace = 'shop'): KubeObject[] {
  return workload(`${name}-${sandbox}`, { namespace }).map((object) =>
    owned(object, sandbox, { [marks.forkOf]: `${object.kind}/${namespace}/${name}` }),
  );
}

/** A derived route by hand, `<sandbox>--<baseline>`. */
export function twin(
  name: string,
  rules: readonly JsonObject[],
  props: Parameters<typeof route>[2] = {},
  sandbox = 'pr-42',
): KubeObject {
  const from = `HTTPRoute/${props.namespace ?? 'shop'}/${name}`;
  return owned(route(`${sandbox}--${name}`, rules, props), sandbox, { [marks.derivedFrom]: from });
}

/** The expression by which baggage carries a key. */
export function member(key = 'pr-42'): Text {
  return { baggage: `~^(.*,)?\\s*sd-routing-key\\s*=\\s*${key}\\s*([,;].*)?$` };
}

export const edge = gateway();

/** A shop: a Gateway, and a Deployment with its Service for each name. */
export function shop(...names: readonly string[]): KubeObject[] {
  return [edge, ...names.flatMap((name) => workload(name))];
}

/** What deriving makes of a baseline, applied beside it. */
export function withDerived(
  baseline: readonly KubeObject[],
  owners: Parameters<typeof deriving>[1],
  config: Partial<Config> = {},
): PromiseCase {
  const { objects, derived } = deriving(baseline, owners, config);
  const errors = derived.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return { baseline, applied: [...baseline, ...objects], config };
}

/** The same with one applied route changed. */
export function spoilt(
  subject: PromiseCase,
  name: string,
  change: (spec: JsonObject) => JsonObject,
): PromiseCase {
  const found = subject.applied.filter(({ metadata }) => metadata?.name === name);
  if (found.length !== 1) throw new Error(`${found.length} objects are called ${name}`);
  return {
    ...subject,
    applied: subject.applied.map((object) =>
      object.metadata?.name === name && isObject(object.spec)
        ? { ...object, spec: change(object.spec) }
        : object,
    ),
  };
}

/** The same without the applied objects for which it is so. */
export function lacking(
  subject: PromiseCase,
  isGone: (object: KubeObject) => boolean,
): PromiseCase {
  const applied = subject.applied.filter((object) => !isGone(object));
  if (applied.length === subject.applied.length) throw new Error('nothing is lacking');
  return { ...subject, applied };
}

/** A spec with each of its rules changed. */
export function eachRule(change: (rule: JsonObject) => JsonObject) {
  return (spec: JsonObject): JsonObject => ({
    ...spec,
    rules: listOf(spec.rules).map((rule) => (isObject(rule) ? change(rule) : rule)),
  });
}

export const nameIs = (name: string) => (object: KubeObject) =>
  at(object, ['metadata', 'name']) === name;
