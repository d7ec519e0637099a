// Where a request goes, as a function for the tests of whoever writes the manifests.
//
// `whereTo(manifests, 'GET https://shop.example.com/cart')` is `gatefork route` without files.
// Neighbours: to-route-to.ts (the same as a matcher), ../pipeline.ts, ../adapters/cli-route.ts.

import { type Finding, finding, isError, UsageError } from '../model/finding';
import { isObject, type Json, type KubeObject, type Manifest } from '../model/manifest';
import { nearest } from '../model/spelling';
import {
  type Answer,
  type OutcomeJson,
  outcomeJson,
  profileProblem,
  readManifests,
  readRequest,
  readWords,
  routeRequests,
  splitWords,
} from '../pipeline';

/** YAML or JSON text; or objects, as `Testing.synth(chart)` gives them or as `readManifests` does. */
export type ManifestSource = string | readonly unknown[];

/** A request in curl's manner, `GET https://shop.example.com/cart`, or one line of JSON as a value. */
export type RequestSource = string | { readonly [field: string]: unknown };

/** What is said beside a request; of a request as JSON, what it does not say itself. */
export interface RouteQuestion {
  /** Values by name, or pairs where one name comes several times; `Host` goes before the URL's. */
  readonly headers?:
    | { readonly [name: string]: string | readonly string[] }
    | readonly (readonly [name: string, value: string])[];
  /**
   * The Gateway that is asked, as `namespace/name`.
   *
   * @default - the one that could answer
   */
  readonly gateway?: string;
  /** Mesh: the Service that is asked, as `namespace/name`. */
  readonly service?: string;
  /** Mesh: the client's namespace; without `service` the URL's host names the Service. */
  readonly from?: string;
  /**
   * The name in the TLS handshake.
   *
   * @default - the URL's host
   */
  readonly sni?: string;
  /** Looks at listeners of this name alone. */
  readonly listener?: string;
  /**
   * A gRPC call, whose path is `/package.Service/Method`.
   *
   * @default - false, unless the URL begins with grpc or grpcs
   */
  readonly grpc?: boolean;
  /**
   * The implementation to answer as.
   *
   * @default - the specification
   */
  readonly profile?: string;
  /** What the namespace of objects without one is called; answers name it then. */
  readonly namespace?: string;
}

/**
 * Where a request goes: the JSON that `gatefork route -o json` prints, without `id`.
 *
 * Throws a `UsageError` where the manifests or the request cannot be read, or where it is not
 * clear which Gateway is meant.
 */
export function whereTo(
  manifests: ManifestSource,
  request: RequestSource,
  question: RouteQuestion = {},
): OutcomeJson {
  const { outcome, request: placed } = answerTo(manifests, request, { question, explain: false });
  return outcomeJson(outcome, { request: placed, explain: false });
}

/** The answer before it is printed; with its trace where that is asked for. */
export function answerTo(
  manifests: ManifestSource,
  request: RequestSource,
  { question, explain }: { readonly question: RouteQuestion; readonly explain: boolean },
): Answer {
  refuseUnknownFields(question);
  const { profile, namespace } = question;
  if (profile !== undefined) refuseUnknownProfile(profile);
  const { request: spec, findings } = readQuestion(request, question);
  refuse(findings);
  const requests = spec === undefined ? [] : [spec];
  const routed = routeRequests({
    manifests: manifestsOf(manifests),
    requests,
    currentNamespace: namespace,
    explain,
    ...(profile === undefined ? {} : { profiles: [profile] }),
  });
  refuse(routed.findings);
  const [answer] = routed.answers;
  if (answer === undefined) throw new Error('a request without findings has an answer');
  return answer;
}

function readQuestion(request: RequestSource, question: RouteQuestion) {
  const { headers, profile: _, namespace: __, ...words } = question;
  const lines = headers === undefined ? {} : { headers: headers as Json };
  if (typeof request === 'string') {
    return readWords({ ...splitWords(request.trim().split(/\s+/)), ...words, ...lines });
  }
  const { grpc = false, ...rest } = { ...words, ...lines };
  const beside = Object.entries({ ...rest, ...(grpc ? { protocol: 'grpc' } : {}) });
  const given = beside.filter(([, value]) => value !== undefined);
  const value = request as Json;
  if (given.length === 0 || !isObject(value)) return readRequest(value, {});
  // A question that overrides the request, or is passed over, would be another question.
  const [twice] = given.find(([name]) => Object.hasOwn(value, name)) ?? [];
  if (twice !== undefined) {
    throw misused(`\`${twice}\` stands in the request and beside it`, 'keep one of the two');
  }
  return readRequest({ ...value, ...Object.fromEntries(given) }, {});
}

function misused(message: string, hint: string): UsageError {
  return new UsageError(finding('request-invalid', { message, hint }));
}

const questionFields: readonly string[] = [
  ...['headers', 'gateway', 'service', 'from', 'sni', 'listener', 'grpc', 'profile', 'namespace'],
];

/** What TypeScript refuses, for whoever writes without it: a misspelt option is no option. */
function refuseUnknownFields(question: unknown): void {
  if (!isObject(question)) throw misused('the options are no object', 'leave them out');
  const unknown = Object.keys(question).find((name) => !questionFields.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, questionFields);
  const hint =
    near === undefined ? `known here: ${questionFields.join(', ')}` : `did you mean \`${near}\`?`;
  throw misused(`\`${unknown}\` is not a known option`, hint);
}

function refuse(findings: readonly Finding[]): void {
  const first = findings.find(isError);
  if (first !== undefined) throw new UsageError(first);
}

function refuseUnknownProfile(profile: string): void {
  const found = profileProblem(profile, 'route');
  if (found === undefined) return;
  const { problem, hint } = found;
  throw misused(`the profile ${problem}`, hint);
}

/** INVARIANT: a memo of a pure function: tests ask many times about one text. */
const lastRead = new Map<string, readonly Manifest[]>();

function manifestsOf(source: ManifestSource): readonly Manifest[] {
  if (typeof source === 'string') {
    const known = lastRead.get(source);
    if (known !== undefined) return known;
    const { manifests, findings } = readManifests(source, 'manifests');
    refuse(findings);
    // The name of a file, as a rule, which is YAML and holds no object.
    if (manifests.length === 0) throw noManifests('the text holds no objects');
    lastRead.clear();
    lastRead.set(source, manifests);
    return manifests;
  }
  if (!Array.isArray(source)) throw noManifests('the manifests are neither a text nor a list');
  return source.flatMap((value, index) => manifestsIn(value, index));
}

const whatToGive = 'give objects, as Testing.synth(chart) returns them, or the text of their YAML';

function noManifests(message: string): UsageError {
  return new UsageError(finding('object-invalid', { message, hint: whatToGive }));
}

/** An object, a manifest, or a `List` of objects. */
function manifestsIn(value: unknown, index: number): readonly Manifest[] {
  if (isManifest(value)) return [value];
  const origin = { from: 'construct', path: `manifests[${index}]` } as const;
  if (!isKubeObject(value)) {
    throw new UsageError(
      finding('object-invalid', {
        message: 'a value without `apiVersion` and `kind` is no Kubernetes object',
        hint: whatToGive,
        where: { origin },
      }),
    );
  }
  if (value.kind !== 'List' || !Array.isArray(value.items)) return [{ object: value, origin }];
  return (value.items as readonly unknown[]).flatMap((item) => manifestsIn(item, index));
}

function isKubeObject(value: unknown): value is KubeObject {
  return isObject(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}

function isManifest(value: unknown): value is Manifest {
  return isObject(value) && isKubeObject(value.object) && isObject(value.origin);
}
