// Values that one fork reads from another of its sandbox: `http://{{ .Host }}:{{ .Port }}`.
//
// Host and port are those of the named workload's first fork Service (../workload/lookup.ts says
// which is first), whose name and ports follow from the baseline alone, so no order of
// forking is needed and two forks may read from each other.
// Neighbours: env-changes.ts (who asks), ../names/fork-name.ts.

import { type Finding, type FindingText, finding, type Where } from '../../model/finding';
import { type ForkValue, workloadText } from '../../model/fork';
import type { Inventory } from '../../model/inventory';
import { at, listOf, type Manifest } from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import type { ForkIndexes } from '../fork/fork-indexes';
import { forkName } from '../names/fork-name';
import { findWorkload, isSameWorkload, servicesOf } from '../workload/lookup';
import { podsOf } from '../workload/workload-pods';

export interface ValueRequest {
  readonly sandbox: SandboxSpec;
  readonly inventory: Inventory;
  readonly indexes: ForkIndexes;
  readonly where: Where;
}

export interface ForkValueResult {
  /** Absent when there is a finding. */
  readonly value?: string;
  readonly used: readonly Manifest[];
  readonly findings: readonly Finding[];
}

/** A word in double braces; what stands between them is looked at afterwards. */
const placeholder = /\{\{([^{}]{0,200})\}\}/g;

export function forkValueOf(
  { workload, expression }: ForkValue,
  request: ValueRequest,
): ForkValueResult {
  const { sandbox, inventory, indexes, where } = request;
  const fail = (text: FindingText): ForkValueResult => ({
    used: [],
    findings: [finding('fork-value-invalid', { ...text, where, sandbox: sandbox.name })],
  });
  if (!sandbox.forks.some((fork) => isSameWorkload(fork.workload, workload, inventory))) {
    return fail({
      message: `a value is read from the fork of ${workloadText(workload)}, which sandbox \`${sandbox.name}\` does not fork`,
      hint: `name one that it does: ${forksText(sandbox)}; or fork that workload too`,
    });
  }
  const target = findWorkload(workload, inventory);
  const pods = target === undefined ? undefined : podsOf(target, indexes);
  const service =
    target === undefined ? undefined : servicesOf(target, pods?.labels ?? [], indexes)[0];
  if (target === undefined || service === undefined) {
    return fail({
      message: `a value is read from the fork of ${workloadText(workload)}, which has no Service`,
      hint: 'give that workload a Service whose selector takes its pods, or give a plain value',
    });
  }
  const words = wordsOf(service, sandbox.name);
  const wrong = expressionProblem(expression, words, service);
  if (wrong !== undefined) return fail(wrong);
  const value = expression.replace(placeholder, (_, word: string) => words.get(word.trim()) ?? '');
  return { value, used: [target, ...(pods?.used ?? []), service], findings: [] };
}

function forksText({ forks }: SandboxSpec): string {
  const shown = forks.slice(0, 3).map(({ workload }) => workloadText(workload));
  return [...shown, ...(forks.length > 3 ? ['others'] : [])].join(', ');
}

/** Placeholders that stand for nothing, and braces that were meant as one. */
function expressionProblem(
  expression: string,
  words: ReadonlyMap<string, string>,
  service: Manifest,
): FindingText | undefined {
  const hint = 'use `{{ .Host }}` and `{{ .Port }}`';
  const unknown = placeholders(expression).find((word) => !words.has(word));
  if (unknown !== undefined) {
    return {
      message: `\`{{ ${unknown} }}\` stands for nothing in \`${expression}\``,
      hint:
        unknown === '.Port'
          ? `give Service ${service.object.metadata?.name} a port, or write the port out`
          : hint,
    };
  }
  const rest = expression.replace(placeholder, '');
  if (!rest.includes('{{') && !rest.includes('}}')) return undefined;
  return { message: `\`${expression}\` has braces that are no placeholder`, hint };
}

function placeholders(expression: string): readonly string[] {
  return [...expression.matchAll(placeholder)].map(([, word = '']) => word.trim());
}

function wordsOf({ object }: Manifest, sandbox: string): ReadonlyMap<string, string> {
  const { name = '', namespace } = object.metadata ?? {};
  const host = forkName(name, sandbox);
  const port = at(listOf(at(object, ['spec', 'ports']))[0], ['port']);
  return new Map([
    ['.Host', namespace === undefined ? host : `${host}.${namespace}.svc`],
    ...(typeof port === 'number' ? [['.Port', String(port)] as const] : []),
  ]);
}
