// Whole objects that live and die with a sandbox: a mock, a database of its own, a Secret from
// outside.
//
// They are written as they stand, with placeholders filled in and the sandbox's labels added, in
// the namespace that they name. What they do is their author's word: a route or policy among them
// is not judged, and is told of. Their pods are: no baseline selector may draw them, and none may
// pass for a fork's. Neighbours: placeholders.ts, extra-pods.ts, ../guard/sandbox-guard.ts (who may
// bring what).

import type { Config } from '../../model/config';
import { type Finding, finding, type Where } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import {
  groupOf,
  isObject,
  type Json,
  type KubeObject,
  nameOf,
  type ObjectMeta,
} from '../../model/manifest';
import { isOwnMark } from '../../model/marks';
import type { ExtraResource, SandboxSpec } from '../../model/sandbox';
import { labelsOf } from '../../model/selector';
import { sandboxGuard } from '../guard/sandbox-guard';
import { withoutNulls } from '../patch/patch-values';
import type { SelectorIndex } from '../selectors/selector-index';
import { ownerLabels } from '../write/owner-meta';
import { extraPodFindings } from './extra-pods';
import { type ExtraProblem, harmProblems } from './harm';
import { notJudged } from './not-judged';
import { filled } from './placeholders';

export interface ExtraRequest {
  readonly sandbox: SandboxSpec;
  readonly inventory: Inventory;
  readonly selectors: SelectorIndex;
  readonly config: Config;
}

export interface ExtraObjects {
  readonly objects: readonly KubeObject[];
  readonly findings: readonly Finding[];
}

/** The objects that a sandbox brings, and what its guard-rails say of the sandbox. */
export function extraResources(request: ExtraRequest): ExtraObjects {
  const { sandbox, inventory, selectors, config } = request;
  const read = sandbox.extraResources.map((one) => readExtra(one, request));
  const extra = read.flatMap((one) => ('object' in one ? one : []));
  const { guardrails } = config;
  return {
    objects: extra.map(({ object }) => object),
    findings: [
      ...read.flatMap((one) => ('findings' in one ? one.findings : [])),
      ...sandboxGuard({ sandbox, guardrails, inventory, extra }),
      ...extra.flatMap(({ object, path }) => {
        const where: Where = { origin: sandbox.origin, path };
        return [
          ...extraPodFindings(object, { sandbox, where, inventory, selectors }),
          ...notJudged(object, { sandbox, where }),
        ];
      }),
    ],
  };
}

type ReadExtra = ExtraResource | { readonly findings: readonly Finding[] };

function readExtra({ object, path }: ExtraResource, request: ExtraRequest): ReadExtra {
  const { sandbox, inventory } = request;
  const { value, unknown, repeated } = filled(object, sandbox);
  const problems = [
    ...unknown.map((text) => ({
      problem: `speaks of \`${text}\`, which stands for nothing`,
      hint: `use ${known.join(' and ')}`,
    })),
    ...repeated.map((key) => ({
      problem: `has the key \`${key}\` twice once its placeholders are filled in`,
      hint: 'keep one of them',
    })),
    ...shapeProblems(value),
    ...harmProblems(value, inventory),
  ];
  if (problems.length > 0) {
    const where: Where = { origin: sandbox.origin, path };
    const name = extraName(value);
    return { findings: problems.map((one) => invalid(name, one, { sandbox, where })) };
  }
  return { object: withOwnLabels(withoutNulls(value) as KubeObject, sandbox), path };
}

const known = ['name', 'routingKey'].map((word) => `\`\${sandbox.${word}}\``);

/** What an object must be so that it can be written, labelled and found again. */
function shapeProblems(value: Json): readonly ExtraProblem[] {
  if (!isObject(value)) return [{ problem: 'is no object', hint: 'write a whole object' }];
  const { apiVersion, kind, metadata } = value;
  const name = isObject(metadata) ? metadata.name : undefined;
  for (const [field, text] of [
    ['apiVersion', apiVersion],
    ['kind', kind],
    ['metadata.name', name],
  ] as const) {
    if (typeof text !== 'string' || text === '') {
      return [{ problem: `has no \`${field}\``, hint: 'write a whole object, with a name' }];
    }
  }
  if (typeof name === 'string' && /[/%]|^\.{1,2}$/.test(name)) {
    const hint = 'use a name without `/` and `%`';
    return [{ problem: `has the name \`${name}\`, which no object can have`, hint }];
  }
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(value.items)) {
    return [{ problem: 'is a list', hint: 'write its items one by one' }];
  }
  if (typeof apiVersion === 'string' && /(?:^|\.)gatefork\.dev$/.test(groupOf(apiVersion))) {
    return [{ problem: 'is a document of Gatefork', hint: 'put it beside the sandbox' }];
  }
  return metadataProblems(isObject(metadata) ? metadata : {});
}

function metadataProblems(metadata: { readonly [key: string]: Json | undefined }) {
  const problems: ExtraProblem[] = [];
  const { namespace } = metadata;
  if (namespace !== undefined && namespace !== null && typeof namespace !== 'string') {
    const hint = 'write the name of a namespace, or leave it out';
    problems.push({ problem: 'has a `metadata.namespace` that is no text', hint });
  }
  for (const field of ['labels', 'annotations'] as const) {
    const map = metadata[field];
    if (map === undefined || map === null) continue;
    if (!isObject(map) || Object.values(map).some((text) => typeof text !== 'string')) {
      const hint = 'write texts by key, in quotation marks where they look like something else';
      problems.push({ problem: `has \`metadata.${field}\` that are no texts`, hint });
      continue;
    }
    const own = Object.keys(map).find(isOwnMark);
    if (own !== undefined) {
      const hint = 'take it out: it says what Gatefork made of a baseline object';
      problems.push({ problem: `carries the mark \`${own}\``, hint });
    }
  }
  return problems;
}

function withOwnLabels(object: KubeObject, sandbox: SandboxSpec): KubeObject {
  const { status: _status, ...rest } = object;
  const metadata: ObjectMeta = object.metadata ?? {};
  const labels = { ...labelsOf(metadata.labels), ...ownerLabels(sandbox) };
  return { ...rest, metadata: { ...metadata, labels } };
}

function extraName(value: Json): string {
  if (!isObject(value)) return 'an object';
  const { kind, metadata } = value;
  const name = isObject(metadata) && typeof metadata.name === 'string' ? metadata.name : '';
  if (typeof kind !== 'string' || kind === '') return name === '' ? 'an object' : `\`${name}\``;
  if (name === '') return `a ${kind}`;
  return nameOf(value as KubeObject);
}

interface Place {
  readonly sandbox: SandboxSpec;
  readonly where: Where;
}

function invalid(
  name: string,
  { problem, hint }: ExtraProblem,
  { sandbox, where }: Place,
): Finding {
  return finding('extra-resource-invalid', {
    message: `${name}, which sandbox ${sandbox.name} brings, ${problem}`,
    hint,
    where,
    sandbox: sandbox.name,
  });
}
