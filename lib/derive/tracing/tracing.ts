// Traces and metrics of a fork say which sandbox they are of, and its propagators hand the key on.
//
// `OTEL_RESOURCE_ATTRIBUTES` is a list of `key=value` in the octets of W3C baggage; names of
// sandboxes and keys need no encoding there. `OTEL_PROPAGATORS` is a list too, which has `baggage`
// unless somebody writes it out without. A value that is read from elsewhere cannot be added to,
// and is told of.
// Neighbours: propagation.ts (baseline workloads that hand nothing on), ../content/content.ts.

import type { Finding } from '../../model/finding';
import { at, isObject, type JsonObject, type Manifest, nameOf } from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import type { ContentPart } from '../content/content-part';
import { type Variables, variablesOf } from '../content/variables';
import { withEnv } from '../customize/container-change';
import { aboutFork, type StepContext } from '../fork/fork-step';
import { containerName, mapContainers } from '../pods/containers';
import { withPropagators } from './propagators';

/** A variable of tracing, and what becomes of its text; the same text where nothing is missing. */
interface Addition {
  readonly name: string;
  /** Whether it is written where it is not set. */
  readonly isSet: boolean;
  readonly add: (text: string, context: Pick<StepContext, 'sandbox' | 'config'>) => string;
}

const additions: readonly Addition[] = [
  {
    name: 'OTEL_RESOURCE_ATTRIBUTES',
    isSet: true,
    add: (text, { sandbox }) => withAttributes(text, sandbox),
  },
  {
    name: 'OTEL_PROPAGATORS',
    isSet: false,
    add: (text, { config }) => withPropagators(text, config.carriers),
  },
  { name: 'DD_TAGS', isSet: false, add: (text, { sandbox }) => withTag(text, sandbox) },
];

export const withTracing: ContentPart = (template, context, data) => {
  const { otel } = context.config;
  if (otel === 'off') return { template };
  const isInjected = hasInjection(template);
  const findings: Finding[] = [];
  const used: Manifest[] = [];
  const changed = mapContainers(template, ['containers'], (container) => {
    const variables = variablesOf(container, data);
    const isTraced = isInjected || variables.all.some(({ name }) => name.startsWith('OTEL_'));
    // That a ConfigMap does not set a variable decides as much as that it does.
    if (isTraced || otel === 'on') used.push(...variables.imports);
    let current = container;
    for (const addition of additions) {
      const isSet = addition.isSet && (otel === 'on' || isTraced);
      const text = addedText(addition, isSet, variables, context);
      if (text === undefined) continue;
      if (typeof text === 'string') current = withText(current, addition.name, text);
      else findings.push(leftAlone(addition, container, text.from, context));
    }
    return current;
  });
  return { template: changed, findings, used };
};

/** The text to write; undefined where none is; where it comes from if that is not the container. */
function addedText(
  { name, add }: Addition,
  isSet: boolean,
  variables: Variables,
  context: StepContext,
): string | undefined | { readonly from: string } {
  const variable = variables.get(name);
  if (variable === undefined) {
    if (!isSet) return undefined;
    // A ConfigMap that is not in the input may hold the variable, and ours would hide it.
    const [unknown] = variables.unknown;
    return unknown === undefined ? add('', context) : { from: `ConfigMap ${unknown}` };
  }
  const { value, source, from = 'elsewhere' } = variable;
  if (value !== undefined && add(value, context) === value) return undefined;
  if (source === 'elsewhere' || value === undefined) return { from };
  return add(value, context);
}

function withText(container: JsonObject, name: string, value: string): JsonObject {
  return withEnv(container, { name, operation: 'upsert', value });
}

const injectionMark = 'instrumentation.opentelemetry.io/inject-';

/** Whether the operator of OpenTelemetry is asked to add its libraries to the pod. */
function hasInjection(template: JsonObject): boolean {
  const annotations = at(template, ['metadata', 'annotations']);
  if (!isObject(annotations)) return false;
  return Object.entries(annotations).some(
    ([key, value]) => key.startsWith(injectionMark) && value !== 'false' && value !== '',
  );
}

function withAttributes(text: string, { name, routingKey }: SandboxSpec): string {
  const own: readonly (readonly [string, string])[] = [
    ['gatefork.sandbox', name],
    ['gatefork.routing_key', routingKey],
  ];
  const members = text.split(',').filter((member) => member.trim() !== '');
  const known = new Set(members.map((member) => member.split('=')[0]?.trim()));
  const missing = own.filter(([key]) => !known.has(key));
  if (missing.length === 0) return text;
  return [...members, ...missing.map(([key, value]) => `${key}=${value}`)].join(',');
}

/** Datadog takes commas or blanks between tags; whichever stands there goes on. */
function withTag(text: string, { name }: SandboxSpec): string {
  const tags = text.split(/[,\s]+/).filter((tag) => tag !== '');
  if (tags.some((tag) => tag.startsWith('sandbox:'))) return text;
  const between = text.includes(',') || tags.length < 2 ? ',' : ' ';
  return `${text.replace(/[,\s]+$/, '')}${tags.length === 0 ? '' : between}sandbox:${name}`;
}

function leftAlone(
  { name }: Addition,
  container: JsonObject,
  from: string,
  context: StepContext,
): Finding {
  const { baseline } = context;
  return aboutFork(context, 'tracing-not-set', {
    message: `\`${name}\` of container \`${containerName(container)}\` may be read from ${from}, so the fork of ${nameOf(baseline.object)} keeps it as it is`,
    hint: `set \`${name}\` under \`env\` if its traces are to name the sandbox`,
  });
}
