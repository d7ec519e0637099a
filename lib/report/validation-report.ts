// Findings and a proof -> what a validation plugin of cdk8s-cli reports: violations with the objects
// that they stand at, and for the rest a table of words.
//
// cdk8s-cli knows constructs by the names of their objects, so each place is led back to its object.
// It draws the table with a library that refuses control characters. Neighbours: proof-findings.ts,
// proof-words.ts, visible.ts, ../plugin/gatefork-validation.ts (who hands it on).

import { type Finding, isError, type Where } from '../model/finding';
import { collect } from '../model/groups';
import { fieldName, type KubeObject, type Manifest, nameOf } from '../model/manifest';
import type { Origin } from '../model/origin';
import type { Proof } from '../model/proof';
import { count } from './list-text';
import { scopeText } from './proof-words';
import { uncheckedWords, type ValidationResult } from './validation-words';
import { visible } from './visible';

export interface ValidationReport {
  readonly status: 'success' | 'failure';
  readonly violations: readonly ReportedViolation[];
  /** What is told besides, by a word or two. */
  readonly metadata: { readonly [name: string]: string };
}

export interface ReportedViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    readonly resourceName: string;
    /** Where in the object, as people read it. */
    readonly locations: readonly string[];
    readonly manifestPath: string;
  }[];
}

export interface Validated {
  /** Undefined where a finding kept it from being made. */
  readonly proof?: Proof;
  readonly findings: readonly Finding[];
  readonly manifests: readonly Manifest[];
  /** How many objects were held against a schema, and of which kinds nothing is known. */
  readonly looked?: Looked;
}

type Looked = Pick<ValidationResult, 'objects' | 'checked' | 'unchecked'>;

export function validationReport({
  proof,
  findings,
  manifests,
  looked,
}: Validated): ValidationReport {
  const objects = new Map(manifests.map(({ object, origin }) => [keyOf(origin), object]));
  const errors = findings.filter(isError);
  return {
    status: errors.length === 0 ? 'success' : 'failure',
    violations: errors.map((found) => violationOf(found, objects)),
    metadata: {
      ...(proof === undefined ? { result: 'not judged' } : proofWords(proof)),
      ...(looked === undefined ? {} : lookedWords(looked)),
      ...told(findings.filter((found) => !isError(found))),
    },
  };
}

function keyOf(origin: Origin): string {
  return origin.from === 'construct'
    ? origin.path
    : JSON.stringify([origin.file, origin.document, origin.item]);
}

function violationOf(
  { code, message, hint = 'mend what is named', where, also = [] }: Finding,
  objects: ReadonlyMap<string, KubeObject>,
): ReportedViolation {
  const places = where === undefined ? also : [where, ...also];
  return {
    ruleName: code,
    recommendation: visible(message),
    fix: visible(hint),
    violatingResources: places.map((place) => {
      const { origin } = place;
      const object = objects.get(keyOf(origin));
      return {
        resourceName: visible(object?.metadata?.name ?? 'N/A'),
        locations: [visible(locationOf(place, object))],
        manifestPath: origin.from === 'file' ? origin.file : 'N/A',
      };
    }),
  };
}

/** `HTTPRoute shop/cart spec.rules[0], line 12`, as far as it is known. */
function locationOf({ path, position }: Where, object: KubeObject | undefined): string {
  const field = path === undefined || path.length === 0 ? [] : [fieldName(path)];
  const named = [...(object === undefined ? [] : [nameOf(object)]), ...field].join(' ');
  const line = position === undefined ? [] : [`line ${position.line}`];
  return [...(named === '' ? [] : [named]), ...line].join(', ') || 'the file';
}

function lookedWords(looked: Looked): ValidationReport['metadata'] {
  const { objects, checked } = looked;
  const unknown = uncheckedWords(looked);
  return {
    validated: `${checked} of ${count(objects, 'object')}`,
    ...(unknown.length === 0 ? {} : { 'not validated': unknown.map(visible).join('\n') }),
  };
}

function proofWords({ result, scope, assumptions }: Proof): ValidationReport['metadata'] {
  return {
    result,
    'looked at': scopeText(scope),
    ...(assumptions.length === 0 ? {} : { assumed: assumptions.map(visible).join('\n') }),
  };
}

/** What is no error, by code: one line each. */
function told(findings: readonly Finding[]): ValidationReport['metadata'] {
  const byCode = new Map<string, string[]>();
  for (const { code, message } of findings) collect(byCode, code, visible(message));
  return Object.fromEntries([...byCode].map(([code, lines]) => [code, lines.join('\n')]));
}
