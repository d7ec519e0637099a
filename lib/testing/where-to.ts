// Where a request goes, as a function for the tests of whoever writes the manifests.
//
// `whereTo(manifests, 'GET https://shop.example.com/cart')` is `gatefork route` without files.
// Neighbours: to-route-to.ts (the same as a matcher), manifest-source.ts, misused.ts, ../pipeline.ts,
// ../adapters/cli-route.ts.

import { isObject, type Json } from '../model/manifest';
import {
  type Answer,
  type OutcomeJson,
  outcomeJson,
  readRequest,
  readWords,
  routeRequests,
  splitWords,
} from '../pipeline';
import { type ManifestSource, manifestsOf } from './manifest-source';
import { misused, refuse, refuseUnknownFields, refuseUnknownProfile } from './misused';

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
  refuseUnknownFields(question, questionFields);
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

const questionFields: readonly string[] = [
  ...['headers', 'gateway', 'service', 'from', 'sni', 'listener', 'grpc', 'profile', 'namespace'],
];
