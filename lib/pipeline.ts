// The whole journey on one page: manifests in, what the sandboxes add out. Passes meet here and
// nowhere else; doors (constructs/, adapters/) come in through here.

import { derive as derivePass } from './derive/derive';
import { type Config, defaultConfig } from './model/config';
import type { Outcome, Trace } from './model/decision';
import type { SandboxDerivation } from './model/derivation';
import { type Finding, finding, isError, type Where } from './model/finding';
import { inventoryOf } from './model/inventory';
import type { Manifest } from './model/manifest';
import { isOurs } from './model/marks';
import type { Request } from './model/request';
import type { RequestSpec } from './model/request-spec';
import type { RouteTable } from './model/route-table';
import type { RouteGroupSpec, SandboxSpec } from './model/sandbox';
import type { SandboxState } from './model/sandbox-state';
import { assumedGateways } from './resolve/assumed-gateways';
import { duplicates } from './resolve/duplicates';
import { resolve } from './resolve/route-table';
import { ownGroup } from './resolve/sandbox-file';
import { statusOf } from './resolve/status';
import { statusFindings } from './resolve/status-findings';
import { decide, explain } from './routing/decide';
import { Addresses } from './routing/entry/address';
import { atHome } from './routing/entry/address-home';
import { specification } from './routing/law';
import { profileOf } from './routing/profile';
import { sandboxStates } from './upkeep/sandbox-states';
import { Positions } from './yaml/position';

export { worthReading } from './report/finding-list';
export { printFindings } from './report/finding-text';
export { jsonLine } from './report/json-line';
export { type OutcomeJson, outcomeJson, traceJson } from './report/outcome-json';
export { outcomeText } from './report/outcome-text';
export { sandboxMarkdown, sandboxTable } from './report/sandbox-table';
export { summarize } from './report/summary';
export { traceText } from './report/trace-text';
export { validationReport } from './report/validation-report';
export { readConfig, readSettings } from './resolve/config-file';
export { readRequest, readRequests } from './resolve/request-reader';
export {
  readHeaderWord,
  readWords,
  splitWords,
} from './resolve/request-words';
export { readOwner, readSandboxes, withoutSandboxes } from './resolve/sandbox-file';
export { profileProblem } from './resolve/settings/profile';
export {
  readValidationProperties,
  type ValidationProperties,
} from './resolve/validation-properties';
export { type ExpiredFile, expiredFiles } from './upkeep/expiry';
export { type ReadManifests, readManifests } from './yaml/read';
export { writeManifests } from './yaml/write';
export { writeJson } from './yaml/write-json';

export interface DeriveInput {
  /** Objects of the baseline; what Gatefork wrote before is left out by its labels. */
  readonly baseline: readonly Manifest[];
  readonly sandboxes: readonly SandboxSpec[];
  /** @default [] */
  readonly groups?: readonly RouteGroupSpec[];
  readonly config?: Partial<Config>;
  /** What the namespace of objects without one is called. */
  readonly currentNamespace?: string;
}

export interface DerivedSandbox extends SandboxDerivation {
  readonly name: string;
  readonly manifests: readonly Manifest[];
}

export interface Derived {
  /** Sandboxes and route groups by name; empty where a finding is an error. */
  readonly sandboxes: readonly DerivedSandbox[];
  readonly findings: readonly Finding[];
}

/**
 * Derives what each sandbox and route group adds to the baseline. Pure: the same input gives the
 * same objects, in whatever order it comes. Where a finding is an error nothing is returned.
 */
export function derive(input: DeriveInput): Derived {
  return deriveOver(input).derived;
}

/** What was derived and, for a proof of it, the baseline as it was read. */
export interface DerivedOver {
  readonly derived: Derived;
  /** Undefined where a finding is an error. */
  readonly baseline?: RouteTable;
}

export function deriveOver(input: DeriveInput): DerivedOver {
  const refused = (findings: readonly Finding[]) => ({ derived: { sandboxes: [], findings } });
  const config: Config = { ...defaultConfig, ...input.config };
  const baseline = input.baseline.filter(({ object }) => isBaseline(object));
  const inventory = inventoryOf(baseline, input.currentNamespace);
  const twice = duplicates(inventory);
  if (twice.length > 0) return refused(twice);
  const { table, findings: read } = resolve(inventory);
  if (read.some(isError)) return refused(read);
  const { sandboxes: specs, groups = [] } = input;
  const derivation = derivePass({ table, sandboxes: specs, groups, config });
  const findings = [...read, ...derivation.findings];
  if (findings.some(isError)) return refused(findings.filter(isTold));
  const sandboxes = derivation.sandboxes.map((one) => ({
    ...one,
    name: one.owner.name,
    manifests: one.objects.map((object) => ({ object, origin: one.owner.origin })),
  }));
  return { derived: { sandboxes, findings }, baseline: table };
}

/** Where the carriers may be used is no question while nothing is written. */
function isTold({ code }: Finding): boolean {
  return code !== 'carrier-support-unknown';
}

export interface ListInput extends Omit<DeriveInput, 'baseline'> {
  /** All that was read: baseline, and what Gatefork wrote. */
  readonly manifests: readonly Manifest[];
  readonly groups: readonly RouteGroupSpec[];
  /** The present, in milliseconds from 1970. */
  readonly now: number;
}

/** Tells how each sandbox stands; whether its objects are fresh is seen by deriving them again. */
export function listSandboxes(input: ListInput): readonly SandboxState[] {
  const { manifests, sandboxes, groups, now } = input;
  const derived = derive({ ...input, baseline: manifests });
  const error = derived.findings.find(isError);
  const wouldBe =
    error === undefined
      ? { owners: new Map(derived.sandboxes.map((one) => [one.name, one])) }
      : { problem: `deriving is refused: ${error.message}` };
  return sandboxStates({ manifests, sandboxes, groups, wouldBe, now });
}

export interface RouteInput {
  /** Whatever runs together: what Gatefork wrote is no less a part of it. */
  readonly manifests: readonly Manifest[];
  readonly requests: readonly RequestSpec[];
  /** Each request is answered under each of them; the specification alone where there is none. */
  readonly profiles?: readonly string[];
  /** What the namespace of objects without one is called; answers name it then. */
  readonly currentNamespace?: string | undefined;
  readonly explain?: boolean;
}

export interface Answer {
  readonly id: string | number;
  /** The profile that was asked for by name. */
  readonly profile?: string;
  readonly request: Request;
  readonly outcome: Outcome;
  readonly trace?: Trace;
}

export interface Routed {
  /** Decided one by one as they are asked for; none where a finding is an error. */
  readonly answers: Iterable<Answer>;
  readonly findings: readonly Finding[];
  /** What the answers assume, and what a controller would write into status where that is not well. */
  readonly statusFindings: () => readonly Finding[];
}

/**
 * Tells where requests go. All of them are given their Gateway or Service before the first is
 * answered, so that a bulk run is answered whole or not at all.
 */
export function routeRequests(input: RouteInput): Routed {
  const none = (findings: readonly Finding[]): Routed => {
    return { answers: [], findings, statusFindings: () => [] };
  };
  const asked = atHome(input, input.currentNamespace);
  const manifests = asked.manifests.filter(({ object }) => !isOwnDocument(object));
  const inventory = inventoryOf(manifests);
  const twice = duplicates(inventory);
  if (twice.length > 0) return none(twice);
  const { table, findings: routes, connectionFindings } = resolve(inventory);
  const read = [...routes, ...connectionFindings];
  if (read.some(isError)) return none(read);
  const { requests, findings: unplaced } = placed(table, asked.requests);
  const findings = [...read, ...unplaced];
  if (unplaced.length > 0) return none(findings);
  return {
    answers: { [Symbol.iterator]: () => answers(table, requests, input) },
    findings,
    statusFindings: () => [
      ...assumedGateways(
        table,
        requests.map(({ request }) => request.target),
      ),
      ...statusFindings(statusOf(table), inventory),
    ],
  };
}

interface PlacedRequest {
  readonly id: string | number;
  readonly request: Request;
}

function placed(table: RouteTable, specs: readonly RequestSpec[]) {
  const addresses = new Addresses(table);
  const requests: PlacedRequest[] = [];
  const findings: Finding[] = [];
  for (const spec of specs) {
    const request = addresses.place(spec);
    if (!('problem' in request)) {
      requests.push({ id: spec.id, request });
      continue;
    }
    findings.push(
      finding('request-unplaced', {
        message: `request: ${request.problem}`,
        hint: request.hint,
        ...(spec.where === undefined ? {} : { where: spec.where }),
      }),
    );
  }
  return { requests, findings };
}

function* answers(
  table: RouteTable,
  requests: readonly PlacedRequest[],
  { profiles = [], explain: isExplained = false }: RouteInput,
): Generator<Answer> {
  const laws = profiles.map((profile) => ({ profile, law: profileOf(profile)?.law }));
  const asked = laws.length === 0 ? [{ law: specification }] : laws;
  for (const { id, request } of requests) {
    for (const { law = specification, ...named } of asked) {
      const decision = isExplained
        ? explain(table, request, law)
        : { outcome: decide(table, request, law) };
      yield { id, ...named, request, ...decision };
    }
  }
}

/** Whether an object is what sandboxes are derived from: not ours, and none of our documents. */
export function isBaseline(object: Manifest['object']): boolean {
  return !isOurs(object) && !isOwnDocument(object);
}

/** Whether an object is one of our documents: a Sandbox, or settings. */
export function isOwnDocument(object: Manifest['object']): boolean {
  return object.apiVersion.startsWith(`${ownGroup}/`);
}

/** The findings with the line and column of their field, where the text of its file is at hand. */
export function locate(
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
): readonly Finding[] {
  const known = new Map<string, Positions | undefined>();
  const positionsIn = (file: string): Positions | undefined => {
    if (!known.has(file)) {
      const text = textOf(file);
      known.set(file, text === undefined ? undefined : new Positions(text));
    }
    return known.get(file);
  };
  const placed = (where: Where): Where => {
    if (where.origin.from !== 'file' || where.position !== undefined) return where;
    const position = positionsIn(where.origin.file)?.of(where.origin, where.path ?? []);
    return position === undefined ? where : { ...where, position };
  };
  return findings.map((one) => ({
    ...one,
    ...(one.where === undefined ? {} : { where: placed(one.where) }),
    ...(one.also === undefined ? {} : { also: one.also.map(placed) }),
  }));
}
