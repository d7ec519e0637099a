// Requests as JSON, one on each line -> what somebody asks about.
//
// Strict: a field that is not known is an error, since a misspelt `headers` would otherwise be
// another request, and its answer a wrong one. All lines are read before one is answered.
// Neighbours: request-words.ts (curl's manner), ../routing/entry/address.ts (where a request enters).

import { type Finding, finding } from '../model/finding';
import { isObject, type Json, type JsonObject } from '../model/manifest';
import type { Request } from '../model/request';
import { protocols, type RequestSpec, type SpokenName } from '../model/request-spec';
import { isPort, readAuthority } from '../routing/entry/authority';
import { repeatedKey } from './json-keys';
import {
  callProblem,
  hostProblem,
  methodProblem,
  type Problem,
  pathProblem,
  serverNameProblem,
} from './request-check';
import { readHeaders } from './request-headers';
import { RequestLineReader, type RequestSource, whereOf } from './request-line-reader';

export interface RequestReading {
  readonly requests: readonly RequestSpec[];
  readonly findings: readonly Finding[];
}

const placeFields = ['id', 'protocol', 'gateway', 'service', 'from', 'host', 'port', 'listener'];
const httpFields = ['method', 'scheme', 'sni', 'path', 'headers'];

/** The fields that mean something for a protocol. */
const fields: { readonly [protocol in Request['protocol']]: readonly string[] } = {
  http: [...placeFields, ...httpFields],
  grpc: [...placeFields, ...httpFields],
  tls: [...placeFields, 'sni'],
  tcp: placeFields,
  udp: placeFields,
};

/**
 * Reads a file of requests; blank lines count as lines and hold none.
 *
 * @param place `gateway`, `service`, `from` or `listener` of lines that name none of the first three
 */
export function readRequests(text: string, file: string, place: JsonObject = {}): RequestReading {
  const requests: RequestSpec[] = [];
  const findings: Finding[] = [];
  const byId = new Map<string | number, RequestSpec>();
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const source = { line: { file, number, text: line } };
    const raw = parse(trimmed, source);
    const reading =
      'code' in raw ? { findings: [raw] } : readRequest(withPlace(raw.value, place), source);
    for (const one of reading.findings) findings.push(one);
    if (!('request' in reading) || reading.request === undefined) continue;
    const { request } = reading;
    const first = byId.get(request.id);
    if (first !== undefined) findings.push(idTwice(first, request));
    byId.set(request.id, first ?? request);
    requests.push(request);
  }
  return { requests, findings };
}

/** Answers are told apart by it. */
function idTwice(first: RequestSpec, { id, where }: RequestSpec): Finding {
  const line = first.where?.position?.line;
  return finding('request-invalid', {
    message: `request: id is \`${id}\`, as that of line ${line}`,
    hint: 'give each request an id of its own; one without has the number of its line',
    ...(where === undefined ? {} : { where }),
    ...(first.where === undefined ? {} : { also: [first.where] }),
  });
}

function withPlace(value: Json, place: JsonObject): Json {
  if (!isObject(value)) return value;
  const isPlaced = ['gateway', 'service', 'from'].some((field) => Object.hasOwn(value, field));
  return isPlaced ? value : { ...place, ...value };
}

function* linesOf(text: string): Generator<string> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? text.length : end + 1;
  }
}

function parse(line: string, source: RequestSource): Finding | { readonly value: Json } {
  const refused = (problem: string, hint: string): Finding => {
    const where = whereOf(source);
    return finding('request-invalid', {
      message: `request: ${problem}`,
      hint,
      ...(where === undefined ? {} : { where }),
    });
  };
  try {
    const value = JSON.parse(line) as Json;
    const twice = repeatedKey(line);
    if (twice === undefined) return { value };
    return refused(
      `the key \`${twice}\` stands more than once`,
      'keep one; headers of one name are a list: `{"x-a": ["1", "2"]}`',
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused('the line is not JSON', 'write one whole JSON object on each line');
  }
}

/** Reads one request, wherever it comes from. */
export function readRequest(
  value: Json,
  source: RequestSource,
): { readonly request?: RequestSpec; readonly findings: readonly Finding[] } {
  const reader = new RequestLineReader(source);
  if (!isObject(value)) {
    reader.report([], 'is no JSON object', 'write `{"host": …, "path": …}`');
    return { findings: reader.findings };
  }
  const protocol = reader.oneOf(value.protocol, ['protocol'], protocols, 'http');
  refuseFields(value, protocol, reader);
  const spec = readSpec(value, protocol, reader);
  return reader.findings.length === 0
    ? { request: spec, findings: [] }
    : { findings: reader.findings };
}

function refuseFields(
  value: JsonObject,
  protocol: Request['protocol'],
  reader: RequestLineReader,
): void {
  reader.onlyKnown(value, [], fields.http);
  const has = (field: string) => Object.hasOwn(value, field) && value[field] !== null;
  for (const field of fields.http) {
    if (has(field) && !fields[protocol].includes(field)) {
      reader.report([field], `means nothing for ${protocol}`, 'take it out');
    }
  }
  if (has('sni') && value.scheme === 'http') {
    reader.report(['sni'], 'stands in a request without TLS', 'ask by https, or take it out');
  }
  if (has('gateway') && has('service')) {
    reader.report(['service'], 'stands beside `gateway`', 'keep one of the two');
  } else if (has('gateway') && has('from')) {
    reader.report(['from'], 'stands beside `gateway`', 'keep it for a mesh: `service` and `from`');
  } else if (has('listener') && (has('service') || has('from'))) {
    reader.report(['listener'], 'stands in a request to a Service', 'take it out');
  }
}

function readSpec(
  value: JsonObject,
  protocol: Request['protocol'],
  reader: RequestLineReader,
): RequestSpec {
  const where = whereOf(reader.source);
  const text = (field: string, problem?: (text: string) => Problem | undefined) => {
    const found = reader.optionalText(value[field], [field]);
    const wrong = found === undefined ? undefined : problem?.(found);
    if (wrong !== undefined) reader.report([field], wrong.problem, wrong.hint);
    return found === undefined ? {} : { [field]: found };
  };
  const { headers, host: sentHost } = readHeaders(value.headers, reader);
  const host = readHost(value.host, sentHost, reader);
  return {
    id: readId(value.id, reader),
    ...(where === undefined ? {} : { where }),
    protocol,
    ...readName(value.gateway, 'gateway', reader),
    ...readName(value.service, 'service', reader),
    ...text('from', namespaceProblem),
    ...readPort(value.port, reader),
    ...readScheme(value, protocol, reader),
    ...text('sni', serverNameProblem),
    ...text('listener', emptyProblem),
    ...readMethod(value.method, reader),
    ...(host === undefined ? {} : { host }),
    path: '/',
    ...text('path', protocol === 'grpc' ? callPathProblem : pathProblem),
    headers,
  };
}

/** Only TLS has a name in its handshake: who gives one means https. */
function readScheme(
  { scheme, sni }: JsonObject,
  protocol: Request['protocol'],
  reader: RequestLineReader,
): Pick<RequestSpec, 'scheme'> {
  if (scheme !== undefined && scheme !== null) {
    return { scheme: reader.oneOf(scheme, ['scheme'], ['http', 'https'], 'http') };
  }
  const isOverTls = protocol !== 'tls' && sni !== undefined && sni !== null;
  return isOverTls ? { scheme: 'https' } : {};
}

function callPathProblem(path: string): Problem | undefined {
  return pathProblem(path) ?? callProblem(path);
}

function namespaceProblem(name: string): Problem | undefined {
  if (name === '' || /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return undefined;
  return { problem: `is \`${name}\``, hint: "give a namespace's name" };
}

function emptyProblem(name: string): Problem | undefined {
  return name === '' ? { problem: 'is empty', hint: 'give a name, or take it out' } : undefined;
}

/** The line's number where it gives none, so that answers can be told apart. */
function readId(value: Json | undefined, reader: RequestLineReader): string | number {
  if (value === undefined || value === null) return String(reader.source.line?.number ?? 1);
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') {
    reader.report(['id'], 'is neither a string nor a number', 'give it one of the two');
  } else if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    // It could not be given back as it was.
    reader.report(['id'], 'is a number beyond 2^53', 'put it in quotes');
  } else {
    return value;
  }
  return '';
}

function readMethod(value: Json | undefined, reader: RequestLineReader): { method?: string } {
  const method = reader.optionalText(value, ['method']);
  if (method === undefined) return {};
  const wrong = methodProblem(method);
  if (wrong !== undefined) reader.report(['method'], wrong.problem, wrong.hint);
  return { method: method.toUpperCase() };
}

function readPort(value: Json | undefined, reader: RequestLineReader): { port?: number } {
  const port = reader.optionalNumber(value, ['port']);
  if (port === undefined) return {};
  if (!isPort(port)) reader.report(['port'], `is ${port}`, 'give a whole number from 1 to 65535');
  return { port };
}

/** `edge/public`, `/public` (the unnamed namespace), or `public` alone. */
function readName<F extends 'gateway' | 'service'>(
  value: Json | undefined,
  field: F,
  reader: RequestLineReader,
): { readonly [field in F]?: SpokenName } {
  const text = reader.optionalText(value, [field]);
  if (text === undefined) return {};
  const [, namespace, name = ''] = /^(?:([^/\s]*)\/)?([^/\s]+)$/.exec(text) ?? [];
  if (name === '') {
    reader.report([field], `is \`${text}\``, 'write it as `namespace/name`');
    return {};
  }
  const spoken: SpokenName = namespace === undefined ? { name } : { namespace, name };
  return { [field]: spoken } as { readonly [field in F]?: SpokenName };
}

function readHost(
  value: Json | undefined,
  sent: string | undefined,
  reader: RequestLineReader,
): string | undefined {
  const given = reader.optionalText(value, ['host']);
  if (given !== undefined && sent !== undefined) {
    reader.report(['headers'], 'names Host beside `host`', 'keep one of the two');
  }
  const host = given ?? sent;
  if (host === undefined || host === '') return host;
  if (!host.includes('*') && readAuthority(host) !== undefined) return host;
  const { problem, hint } = hostProblem(host);
  reader.report(['host'], problem, hint);
  return host;
}
