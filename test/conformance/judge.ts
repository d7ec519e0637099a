// Whether an outcome is what the suite expects: each `expect` field is a check of its own, and
// a field that no check knows is a failure.

import type { Outcome, ResponseChange } from '../../lib/model/decision';
import { isConnection } from '../../lib/model/request';
import { arrivalProblems } from './arrival';
import { echoedStatus } from './echo-server';
import { backendsOf, type Judged } from './judged';
import { deploymentsBehind } from './pods';
import { redirectProblems } from './redirect';
import type { Expected } from './request-case';
import { responseProblems } from './response';

/** Every status that a client may read, gRPC statuses for gRPC calls. */
function statusesOf({ outcome, request }: Judged): readonly number[] {
  const isGrpc = request.protocol === 'grpc';
  switch (outcome.outcome) {
    case 'backends':
      return outcome.backends
        .filter(({ share }) => share > 0)
        .map((share) => {
          if (share.to === 'redirect') return share.status;
          if (share.to === 'error') return isGrpc ? 14 : 500;
          return isGrpc
            ? 0
            : echoedStatus(isConnection(request) ? '' : request.path, outcome.policies);
        });
    case 'redirect':
      return [outcome.status];
    case 'status':
      return [(isGrpc ? outcome.grpcStatus : outcome.status) ?? Number.NaN];
    case 'rejected':
    case 'unspecified':
      return [];
  }
}

function responsesOf(outcome: Outcome): readonly (ResponseChange | undefined)[] {
  switch (outcome.outcome) {
    case 'backends':
      return backendsOf(outcome).map(({ response }) => response ?? outcome.response);
    case 'redirect':
    case 'status':
      return [outcome.response];
    case 'rejected':
    case 'unspecified':
      return [];
  }
}

/** The suite looks at what arrived, and at what came back, only where all went well. */
function wentWell({ request, one, outcome }: Judged): boolean {
  if (isConnection(request)) return outcome.outcome === 'backends';
  if (request.protocol === 'grpc')
    return one.expect.grpcCode === undefined || one.expect.grpcCode === 0;
  return one.expect.statusCodes?.some((code) => code === 200 || code === 204) ?? false;
}

type Check = (judged: Judged) => readonly string[];

const differs = (what: string, expected: unknown, actual: unknown): string[] =>
  JSON.stringify(expected) === JSON.stringify(actual)
    ? []
    : [`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];

function statusProblems(judged: Judged, isGood: (status: number) => boolean): readonly string[] {
  const statuses = statusesOf(judged);
  return statuses.length > 0 && statuses.every(isGood)
    ? []
    : [`client reads ${statuses.join(', ') || 'nothing'}`];
}

const answers: readonly Outcome['outcome'][] = ['backends', 'status', 'redirect'];

/** One check for each field of `expect`. */
const checks: { readonly [field in keyof Required<Expected>]: Check } = {
  statusCodes: (judged) => {
    const codes = judged.one.expect.statusCodes ?? [];
    // gRPC over a mesh is asked in words of HTTP.
    const isGrpc = judged.request.protocol === 'grpc';
    const asHttp = (status: number) => (status === 0 ? 200 : 500);
    return statusProblems(judged, (one) => codes.includes(isGrpc ? asHttp(one) : one));
  },
  notStatusCodes: (judged) => {
    const codes = judged.one.expect.notStatusCodes ?? [];
    return statusProblems(judged, (status) => !codes.includes(status));
  },
  grpcCode: (judged) => statusProblems(judged, (status) => status === judged.one.expect.grpcCode),
  connection: ({ one, outcome }) =>
    differs(
      'connection',
      one.expect.connection,
      outcome.outcome === 'backends' ? 'answered' : outcome.outcome,
    ),
  backend: (judged) => {
    if (!wentWell(judged)) return [];
    const { backend = '' } = judged.one.expect;
    const pods = podsOf(judged);
    return pods.length > 0 && pods.every((pod) => pod === backend)
      ? []
      : [`expected pods of ${backend}, got ${pods.join(', ') || 'none'}`];
  },
  namespace: (judged) => {
    // A preflight is answered before it reaches anybody.
    if (!wentWell(judged) || judged.outcome.outcome !== 'backends') return [];
    const spaces = backendsOf(judged.outcome).map(({ name }) => name.split('/')[0] ?? '');
    return differs('namespaces', [judged.one.expect.namespace], [...new Set(spaces)]);
  },
  service: ({ one, outcome }) =>
    differs(
      'services',
      [`${one.expect.namespace}/${one.expect.service}`],
      backendsOf(outcome).map(({ name }) => name),
    ),
  weights: (judged) => {
    const expected = judged.one.expect.weights ?? {};
    const shares = sharesByPod(judged);
    const names = [...new Set([...Object.keys(expected), ...shares.keys()])];
    return names.flatMap((name) => {
      const [want, have] = [expected[name] ?? 0, shares.get(name) ?? 0];
      return Math.abs(want - have) <= (want === 0 ? 0 : 0.05) ? [] : [`${name} gets ${have}`];
    });
  },
  mirroredTo: ({ one, outcome }) =>
    differs(
      'mirrors',
      one.expect.mirroredTo?.map(({ name, namespace, percent = 100 }) => [
        `${namespace}/${name}`,
        percent / 100,
      ]),
      outcome.outcome === 'backends' ? outcome.mirrors.map(({ name, share }) => [name, share]) : [],
    ),
  atBackend: (judged) => (wentWell(judged) ? arrivalProblems(judged) : []),
  response: (judged) =>
    wentWell(judged) ? responseProblems(judged, responsesOf(judged.outcome)) : [],
  redirect: redirectProblems,
  backendIsTLS: ({ one, tlsMode }) =>
    differs('TLS at the backend', one.expect.backendIsTLS, tlsMode === 'Passthrough'),
  // The name in the handshake that the backend sees, which nobody may change.
  hostname: ({ one, request, tlsMode }) =>
    differs(
      'name at the backend',
      one.expect.hostname,
      isConnection(request) && tlsMode === 'Passthrough' ? request.sni : undefined,
    ),
  // Says where the line came from.
  readByHand: () => [],
};

function podsOf({ table, outcome }: Judged): readonly string[] {
  return backendsOf(outcome).flatMap(({ name }) => {
    const behind = deploymentsBehind(table, name);
    return behind.length > 0 ? behind : [`nobody behind ${name}`];
  });
}

function sharesByPod({ table, outcome }: Judged): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { name, share } of backendsOf(outcome)) {
    const [pod = `nobody behind ${name}`] = deploymentsBehind(table, name);
    shares.set(pod, (shares.get(pod) ?? 0) + share);
  }
  return shares;
}

/** Why the outcome is not the expected one; nothing where it is. */
export function problems(judged: Judged): readonly string[] {
  const { outcome, one } = judged;
  if (outcome.outcome === 'unspecified') return [`unspecified: ${outcome.because.join('; ')}`];
  const fields = Object.keys(one.expect) as (keyof Expected)[];
  const unknown = fields.filter((field) => !Object.hasOwn(checks, field));
  if (unknown.length > 0) return [`nobody judges ${unknown.join(', ')}`];
  const isHttp = !isConnection(judged.request);
  if (isHttp && !answers.includes(outcome.outcome)) return [`outcome ${outcome.outcome}`];
  const unnamed =
    one.expect.atBackend === undefined && wentWell(judged) ? arrivalProblems(judged) : [];
  return [...fields.flatMap((field) => checks[field](judged)), ...unnamed];
}
