// The steps between a workload that is changed as its sandbox says and the fork that is written:
// what the pods need to be a fork's, and objects of their own beside them.
//
// A step looks at the template after images, environment, replicas and patches, and before labels
// and repeated entries; what it leaves is what the next one finds. Neighbours: one-fork.ts (which
// walks the list), the steps themselves.

import type { Config } from '../../model/config';
import {
  type Finding,
  type FindingCode,
  type FindingText,
  finding as findingOf,
  type Where,
} from '../../model/finding';
import type { ForkSpec } from '../../model/fork';
import type { Inventory } from '../../model/inventory';
import type { JsonObject, KubeObject, Manifest } from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import type { ForkIndexes } from './fork-indexes';

export interface StepContext {
  readonly sandbox: SandboxSpec;
  readonly fork: ForkSpec;
  readonly config: Config;
  readonly inventory: Inventory;
  /** What is asked of the whole baseline. */
  readonly indexes: ForkIndexes;
  readonly baseline: Manifest;
  /** The baseline's pod template, before any change. */
  readonly template: JsonObject;
  /** The baseline Services that send to the workload's pods. */
  readonly services: readonly Manifest[];
  /** The fork in its sandbox document. */
  readonly where: Where;
}

export interface StepResult {
  /** The fork's pod template. */
  readonly template: JsonObject;
  /** Written beside the workload; two forks may give one object, if they give the same. */
  readonly objects?: readonly KubeObject[];
  readonly findings?: readonly Finding[];
  /** Baseline objects whose content went in. */
  readonly used?: readonly Manifest[];
}

export type ForkStep = (template: JsonObject, context: StepContext) => StepResult;

/** A finding about the fork, at its place in the sandbox document. */
export function aboutFork(
  { sandbox, where }: StepContext,
  code: FindingCode,
  text: FindingText,
): Finding {
  return findingOf(code, { where, sandbox: sandbox.name, ...text });
}

/** The steps one after the other. */
export function throughSteps(
  steps: readonly ForkStep[],
  template: JsonObject,
  context: StepContext,
): Required<StepResult> {
  let current = template;
  const objects: KubeObject[] = [];
  const findings: Finding[] = [];
  const used: Manifest[] = [];
  for (const step of steps) {
    const result = step(current, context);
    current = result.template;
    for (const one of result.objects ?? []) objects.push(one);
    for (const one of result.findings ?? []) findings.push(one);
    for (const one of result.used ?? []) used.push(one);
  }
  return { template: current, objects, findings, used };
}
