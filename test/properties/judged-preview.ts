// Previews for the sandboxes of a case, and what is to become of a request at one: there a request
// without a key goes where it goes with it on the routes that the preview names.
//
// What that is decide() tells of a baseline in which those routes have the preview's hostname as
// well. Neighbours: judged-case.ts, ../../lib/derive/preview/previews.ts (what is judged).

import { type Finding, isError } from '../../lib/model/finding';
import { isObject, type JsonObject, type KubeObject, listOf } from '../../lib/model/manifest';
import type { HttpRequest } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import type { PreviewSpec, SandboxSpec } from '../../lib/model/sandbox';
import { decide } from '../../lib/routing/decide';
import type { Law } from '../../lib/routing/law';
import type { Case } from '../arbitrary/baseline';
import type { Dice } from '../arbitrary/dice';
import { withKey } from '../arbitrary/keyed';
import { refined } from '../arbitrary/refinement';
import type { OracleRequest } from '../oracle/accept';
import type { Forks } from '../oracle/outcome';
import { isRoute, tableOf } from './judged-case';
import { forkedOutcome, meaningText, possibleOf, type Settled } from './meaning';
import { requestOf } from './second-opinion';

/** The case with a preview or two for each sandbox. */
export function withPreviews(subject: Case, dice: Dice): Case {
  const routes = subject.objects.filter((one) => isRoute(one) && isAtGateway(one));
  if (routes.length === 0) return subject;
  return {
    ...subject,
    sandboxes: subject.sandboxes.map((sandbox): SandboxSpec => {
      const ends = ['t', 'a.t', 'u', 'v', 'g.t'];
      const [one, other] = [dice.pick(ends), dice.pick(ends)].map(
        (end) => `${sandbox.name}.${end}`,
      );
      const chosen = dice.many(0, 2, (index) => previewOf(dice.pick(routes), index, [one, other]));
      const ids = chosen.map(({ hostname, route }) => JSON.stringify([hostname, route]));
      const previews = chosen.filter((_, index) => ids.indexOf(ids[index] ?? '') === index);
      return { ...sandbox, previews };
    }),
  };
}

function isAtGateway({ spec }: KubeObject): boolean {
  const refs = isObject(spec) ? listOf(spec.parentRefs) : [];
  return refs.some((ref) => isObject(ref) && ref.kind !== 'Service');
}

function previewOf(
  { kind, metadata }: KubeObject,
  index: number,
  hostnames: readonly (string | undefined)[],
): PreviewSpec {
  const { namespace, name = '' } = metadata ?? {};
  const place = { ...(namespace === undefined ? {} : { namespace }), name };
  return {
    hostname: hostnames[index % hostnames.length] ?? '',
    route: { kind: kind === 'GRPCRoute' ? 'GRPCRoute' : 'HTTPRoute', ...place },
    path: ['spec', 'previews', index],
  };
}

/** Whether all errors are about previews, which such a case may do without. */
export function isOfPreviews(findings: readonly Finding[]): boolean {
  const codes = ['preview-refused', 'preview-invalid', 'hostname-taken', 'order-lost'];
  return findings.filter(isError).every(({ code }) => codes.includes(code));
}

/** One hostname of one sandbox. */
export interface PreviewStage {
  readonly sandbox: SandboxSpec;
  readonly hostname: string;
  /** The baseline with the named routes at the hostname. */
  readonly table: RouteTable;
  readonly isNamed: (route: { readonly namespace: string; readonly name: string }) => boolean;
}

export function stagesOf({ objects, sandboxes }: Case): readonly PreviewStage[] {
  return sandboxes.flatMap((sandbox) =>
    [...new Set(sandbox.previews.map(({ hostname }) => hostname))].map((hostname) => {
      const own = sandbox.previews.filter((preview) => preview.hostname === hostname);
      const ids = new Set(
        own.map(({ route: { kind, namespace = '', name } }) => `${kind} ${namespace}/${name}`),
      );
      const named = objects.filter(({ kind, metadata }) =>
        ids.has(`${kind} ${metadata?.namespace ?? ''}/${metadata?.name}`),
      );
      const copies = named.map((route) => copyAt(route, hostname));
      return {
        sandbox,
        hostname,
        table: tableOf([...objects, ...copies]),
        isNamed: ({ namespace, name }) =>
          own.some(({ route }) => (route.namespace ?? '') === namespace && route.name === name),
      };
    }),
  );
}

const suffix = '--at-preview';

/** The route under a name of its own; as derived ones, of unknown age. */
function copyAt(route: KubeObject, hostname: string): KubeObject {
  const { creationTimestamp: _, ...metadata } = route.metadata ?? {};
  const spec = (isObject(route.spec) ? route.spec : {}) as JsonObject;
  const parentRefs = listOf(spec.parentRefs).filter(
    (ref) => isObject(ref) && ref.kind !== 'Service',
  );
  return {
    ...route,
    metadata: { ...metadata, name: `${route.metadata?.name ?? ''}${suffix}` },
    spec: { ...spec, parentRefs, hostnames: [hostname] },
  };
}

export interface PreviewQuestion {
  readonly stage: PreviewStage;
  readonly subject: Case;
  readonly forks: Forks;
  readonly after: RouteTable;
  readonly law: Law;
  readonly dice: Dice;
}

export interface PreviewAnswer {
  readonly expected: string;
  readonly actual: string;
}

/** What is expected at a preview and what happens; undefined where the law leaves either open. */
export function previewAnswer(
  drawn: OracleRequest,
  { stage, subject, forks, after, law, dice }: PreviewQuestion,
): PreviewAnswer | undefined {
  const { config } = subject;
  const carriers = config.carriers.filter(({ type }) => type === 'baggage' || type === 'header');
  const sent = { ...drawn, host: stage.hostname };
  const keyed = carriers.reduce<OracleRequest>(
    (all, carrier) =>
      withKey(
        all,
        stage.sandbox.routingKey,
        { carrier: 1, spelling: 1 },
        {
          carriers: [carrier],
          keyName: config.keyName,
        },
      ) ?? all,
    sent,
  );
  const settled = refined({ ...law, repeatedHeaders: ['joined', 'any line'] }, dice);
  const hidden = carriers.map((one) => (one.type === 'header' ? one.name : one.type).toLowerCase());
  const actual = onlyOne(after, requestOf(sent), settled);
  const onRoute = onlyOne(stage.table, requestOf(keyed), settled);
  if (actual === undefined || onRoute === undefined) return undefined;
  const text = (outcome: Settled, request: OracleRequest) =>
    meaningText(withoutHeaders(outcome, requestOf(request), hidden));
  if (isAtPreview(onRoute)) {
    const replacing = { forks, weights: config.weights };
    const expected = text(forkedOutcome(onRoute, replacing), keyed);
    return { expected, actual: text(actual, sent) };
  }
  // None of the named routes answers, so the preview is no more than any other host.
  const without = onlyOne(stage.table, requestOf(sent), settled);
  if (without === undefined || isAtPreview(without)) return undefined;
  return { expected: text(without, sent), actual: text(actual, sent) };
}

function isAtPreview(outcome: Settled): boolean {
  return 'by' in outcome && outcome.by?.route.name.endsWith(suffix) === true;
}

function onlyOne(table: RouteTable, request: HttpRequest, law: Law): Settled | undefined {
  const [one, ...more] = possibleOf(decide(table, request, law));
  return more.length === 0 ? one : undefined;
}

/** What backends see but for headers of the key, and the filter that sets them. */
function withoutHeaders(
  outcome: Settled,
  request: HttpRequest,
  hidden: readonly string[],
): Settled {
  if (outcome.outcome !== 'backends') return outcome;
  const seen = ({ forwarded }: { forwarded?: typeof outcome.forwarded }) => {
    const { method, host, path, headers } = forwarded ?? outcome.forwarded ?? request;
    const kept = headers.filter(([name]) => !hidden.includes(name.toLowerCase()));
    return { forwarded: { method, host, path, headers: kept } };
  };
  return {
    ...outcome,
    ...seen(outcome),
    filters: outcome.filters.filter(({ type }) => type !== 'RequestHeaderModifier'),
    backends: outcome.backends.map((one) =>
      one.to === 'backend' ? { ...one, ...seen(one) } : one,
    ),
  };
}
