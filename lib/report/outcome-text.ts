// An outcome as a person reads it: the request and where it goes on one line, then the rest.
//
// Neighbours: outcome-json.ts (the same for scripts), trace-text.ts (why), request-text.ts.

import type {
  BackendShare,
  DecidedBy,
  Forwarded,
  Mirror,
  OtherBackend,
  Outcome,
  ResponseChange,
} from '../model/decision';
import { isConnection, type Request } from '../model/request';
import { requestText, targetText } from './request-text';
import { visible } from './visible';

export type Line = readonly [label: string, text: string];

/** @param marks what tells this answer from others of a list: its id, its profile */
export function outcomeText(
  outcome: Outcome,
  request: Request,
  marks: { readonly id?: string | number; readonly profile?: string } = {},
): string {
  const id = marks.id === undefined ? '' : `${marks.id}  `;
  const lines: Line[] = [
    ['at', targetText(request.target)],
    ...(marks.profile === undefined ? [] : [['under', `profile ${marks.profile}`] as const]),
    ...detailsOf(outcome, request),
  ];
  const body = lines.map(([label, text]) => `  ${label.padEnd(9)} ${text}`.trimEnd());
  const head = `${id}${requestText(request)} -> ${goalText(outcome, request)}`;
  return [...[head, ...body].map(visible), ''].join('\n');
}

/** Where it goes, in a few words. */
export function goalText(outcome: Outcome, request: Request): string {
  switch (outcome.outcome) {
    case 'backends': {
      const [only, second] = outcome.backends;
      if (only !== undefined && second === undefined) return shareGoal(only, request);
      return outcome.backends
        .map((share) => `${percent(share.share)} ${shareGoal(share, request)}`)
        .join(', ');
    }
    case 'redirect':
      return `redirect ${outcome.status} to ${outcome.location}`;
    case 'status': {
      const grpc = outcome.grpcStatus === undefined ? '' : `, gRPC status ${outcome.grpcStatus}`;
      return `status ${outcome.status}${grpc}`;
    }
    case 'rejected':
      return 'the connection is closed';
    case 'unspecified':
      return 'unspecified';
  }
}

function shareGoal(share: BackendShare, request: Request): string {
  switch (share.to) {
    case 'backend':
      return backendText(share);
    case 'redirect':
      return `redirect ${share.status} to ${share.location}`;
    case 'error': {
      const failure = isConnection(request) ? 'closed' : 'status 500';
      return `${failure} (${share.reason})`;
    }
  }
}

interface NamedBackend {
  readonly name: string;
  readonly other?: OtherBackend;
  readonly port?: number;
}

function backendText({ name, other, port }: NamedBackend): string {
  const shown = name.startsWith('/') ? name.slice(1) : name;
  return `${other?.kind ?? 'Service'} ${shown}${port === undefined ? '' : ` port ${port}`}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}

/** All that is told of an outcome besides where it goes; a line without label goes on the one above. */
export function detailsOf(outcome: Outcome, request: Request): readonly Line[] {
  switch (outcome.outcome) {
    case 'backends':
      return [
        ...byLine(outcome.by),
        ...outcome.backends.flatMap((share) => shareLines(share)),
        ...filterLine(outcome.filters),
        ...forwardedLines('arrives', outcome.forwarded),
        ...responseLines(outcome.response),
        ...outcome.mirrors.map(mirrorLine),
        ...Object.entries(outcome.policies).map(
          ([name, value]): Line => [name, value === undefined ? '' : compact(value)],
        ),
      ];
    case 'redirect':
      return [...byLine(outcome.by), ...responseLines(outcome.response)];
    case 'status':
      return [
        ...byLine(outcome.by),
        ['because', outcome.because],
        ...responseLines(outcome.response),
      ];
    case 'rejected':
      return [...byLine(outcome.by), ['because', outcome.because]];
    case 'unspecified':
      return [
        ...outcome.between.map((one, index): Line => {
          return [index === 0 ? 'either' : 'or', possibleText(one, request)];
        }),
        ...outcome.because.map((text): Line => ['because', text]),
      ];
  }
}

/** One of several possible outcomes: its goal, and the rule or the reason behind it. */
function possibleText(outcome: Outcome, request: Request): string {
  const by = 'by' in outcome && outcome.by !== undefined ? `, by ${byText(outcome.by)}` : '';
  const because =
    by === '' && 'because' in outcome && typeof outcome.because === 'string'
      ? `, ${outcome.because}`
      : '';
  return `${goalText(outcome, request)}${by}${because}`;
}

/** `HTTPRoute shop/cart rule 0 match 1`. */
export function byText({ route, rule, match }: DecidedBy): string {
  const home = route.namespace === '' ? '' : `${route.namespace}/`;
  const at = match === undefined ? '' : ` match ${match}`;
  return `${route.kind} ${home}${route.name} rule ${rule}${at}`;
}

function byLine(by: DecidedBy | undefined): readonly Line[] {
  return by === undefined ? [] : [['by', byText(by)]];
}

function shareLines(share: BackendShare): readonly Line[] {
  if (share.to === 'redirect') return [];
  if (share.to === 'error') return [['broken', share.because]];
  const own = [
    ...filterLine(share.filters ?? []),
    ...forwardedLines('arrives', share.forwarded),
    ...responseLines(share.response),
  ];
  return own.length === 0 ? [] : [['for', backendText(share)], ...own];
}

function filterLine(filters: readonly { readonly type?: unknown }[]): readonly Line[] {
  if (filters.length === 0) return [];
  return [['filters', filters.map(({ type }) => String(type)).join(', ')]];
}

function forwardedLines(label: string, forwarded: Forwarded | undefined): readonly Line[] {
  if (forwarded === undefined) return [];
  const { method, host, path, headers } = forwarded;
  return [
    [label, `${method} ${host}${path}`],
    ...headers.map(([name, value]): Line => ['', `${name}: ${value}`]),
  ];
}

function responseLines(change: ResponseChange | undefined): readonly Line[] {
  if (change === undefined) return [];
  const parts = [
    ...change.set.map(([name, value]) => `set ${name}: ${value}`),
    ...change.add.map(([name, value]) => `add ${name}: ${value}`),
    ...change.remove.map((name) => `remove ${name}`),
  ];
  return parts.map((text, index): Line => [index === 0 ? 'response' : '', text]);
}

function mirrorLine(mirror: Mirror): Line {
  const share = mirror.share === 1 ? '' : `${percent(mirror.share)} to `;
  return ['mirror', `${share}${backendText(mirror)}`];
}

function compact(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  );
}
