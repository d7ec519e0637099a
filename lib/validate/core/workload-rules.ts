// What the API server asks of workloads: a selector that their own pods fit, pods that are whole, a way to
// start again that their kind has.
//
// Neighbours: core-rules.ts, pod-rules.ts, rule.ts.

import {
  at,
  type FieldPath,
  isObject,
  type JsonObject,
  type KubeObject,
  textOf,
} from '../../model/manifest';
import { labelsOf, selectorOf, selects } from '../../model/selector';
import { shown } from '../schema/shown';
import { podRules } from './pod-rules';
import { entriesAt, type Tell } from './rule';

export function workloadRules(object: KubeObject, tell: Tell): void {
  const { spec } = object;
  if (!isObject(spec)) {
    tellNoSpec(object, tell);
    return;
  }
  selectorRules(spec, tell);
  const claims = entriesAt(spec, ['volumeClaimTemplates'], ['spec']).flatMap(
    ({ value }) => textOf(at(value, ['metadata', 'name'])) ?? [],
  );
  templateRules(spec, ['spec'], { claims, restarts: ['Always'] }, tell);
}

function tellNoSpec({ kind }: KubeObject, tell: Tell): void {
  const text = 'is not there, and is required';
  tell({ code: 'field-required', path: ['spec'], text, hint: `say what the ${kind} is to do` });
}

interface TemplateTerms {
  readonly claims: readonly string[];
  /** What `restartPolicy` may be; the first one is the default, unless there are more. */
  readonly restarts: readonly string[];
}

function templateRules(
  spec: JsonObject,
  path: FieldPath,
  { claims, restarts }: TemplateTerms,
  tell: Tell,
): void {
  const pods = at(spec, ['template', 'spec']);
  const place = [...path, 'template', 'spec'];
  podRules(isObject(pods) ? pods : undefined, { path: place, claims }, tell);
  const restart = textOf(at(pods, ['restartPolicy'])) || 'Always';
  if (!isObject(pods) || restarts.includes(restart)) return;
  tell({
    code: 'value-not-allowed',
    path: [...place, 'restartPolicy'],
    text: `is ${shown(restart)}, and must be ${restarts.map(shown).join(' or ')} here`,
    hint: `write ${restarts.map(shown).join(' or ')}`,
  });
}

function selectorRules(spec: JsonObject, tell: Tell): void {
  const selector = at(spec, ['selector']);
  const path = ['spec', 'selector'];
  if (!isObject(selector)) return;
  const isEmpty =
    at(selector, ['matchExpressions', 0]) === undefined &&
    Object.keys(at(selector, ['matchLabels']) ?? {}).length === 0;
  if (isEmpty) {
    const text = 'is empty, and would select every pod';
    tell({ path, text, hint: 'add `matchLabels` that the pods have' });
    return;
  }
  const asked = selectorOf(selector);
  const labels = labelsOf(at(spec, ['template', 'metadata', 'labels']));
  if (asked === undefined || selects(asked, labels)) return;
  tell({
    path: ['spec', 'template', 'metadata', 'labels'],
    text: 'do not fit `spec.selector`',
    hint: 'give the pods the labels that the selector asks for',
  });
}

export function jobRules(spec: JsonObject | undefined, path: FieldPath, tell: Tell): void {
  if (!isObject(spec)) {
    const text = 'is not there, and is required';
    tell({ code: 'field-required', path, text, hint: 'say what the Job is to do' });
    return;
  }
  templateRules(spec, path, { claims: [], restarts: ['OnFailure', 'Never'] }, tell);
}

/** Of a schedule five fields, or a word of its own; what they hold is the scheduler's to read. */
const schedule =
  /^(?:@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)|@every \S+|\S+(?: +\S+){4})$/;

export function cronJobRules(object: KubeObject, tell: Tell): void {
  const { spec, metadata } = object;
  if (!isObject(spec)) {
    tellNoSpec(object, tell);
    return;
  }
  const own = textOf(spec.schedule) ?? '';
  const path = ['spec', 'schedule'];
  if (/\bTZ=|CRON_TZ=/.test(own)) {
    const text = 'holds a time zone, which stands in a field of its own';
    tell({ path, text, hint: 'write the time zone as `spec.timeZone`' });
  } else if (own !== '' && !schedule.test(own.trim())) {
    const text = `is ${shown(own)}, which is no schedule`;
    tell({ path, text, hint: 'write minute, hour, day, month and day of the week: `0 3 * * *`' });
  }
  const name = metadata?.name;
  if (typeof name === 'string' && name.length > 52) {
    const text = `has ${name.length} characters, of which 52 are the most, since Jobs are named after it`;
    tell({ code: 'metadata-invalid', path: ['metadata', 'name'], text, hint: 'shorten it' });
  }
  const job = at(spec, ['jobTemplate', 'spec']);
  jobRules(isObject(job) ? job : undefined, ['spec', 'jobTemplate', 'spec'], tell);
}
