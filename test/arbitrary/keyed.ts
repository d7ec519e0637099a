// A request with a routing key in it, written in one of the ways that its carrier allows, and
// requests with something that looks like a key and is none. Neighbour: request.ts.

import type { Carrier, Config } from '../../lib/model/config';
import type { OracleRequest } from '../oracle/accept';
import type { Case } from './baseline';

export type Pair = readonly [string, string];

type Keys = Pick<Config, 'carriers' | 'keyName'>;

interface Roll {
  readonly carrier: number;
  readonly spelling: number;
}

export function pick<T>(list: readonly T[], roll: number): T | undefined {
  return list.length === 0 ? undefined : list[roll % list.length];
}

/** The name that a carrier has of its own; undefined for lists, which have members. */
function nameOf(carriers: readonly Carrier[], type: 'header' | 'query' | 'cookie') {
  const own = carriers.find((carrier) => carrier.type === type);
  return own !== undefined && 'name' in own ? own.name : undefined;
}

/** At times something that looks like a key and is none. */
export function withDecoy(
  request: OracleRequest,
  key: string,
  roll: number,
  { keyName, carriers }: Keys,
): OracleRequest {
  const [header, query, cookie] = (['header', 'query', 'cookie'] as const).map((type) =>
    nameOf(carriers, type),
  );
  const headers: Pair[] = [
    ['baggage', `${keyName}=unknown`],
    ['baggage', `x${keyName}=${key}`],
    ['baggage', `${keyName}=${key}9,u=1`],
    ['baggage', `u=${keyName}=${key}`],
    ['baggage', `u=1;${keyName}=${key}`],
    ['tracestate', `v=1,${keyName}=${key}9`],
    ['tracestate', `${keyName}=unknown`],
    [header ?? 'x-routing-key', header === undefined ? key : `${key}9`],
    ['cookie', `${cookie ?? 'sd-key'}=${cookie === undefined ? key : `${key}9`}`],
    ['cookie', `x${cookie ?? 'sd-key'}=${key}; theme=${cookie ?? 'sd-key'}=${key}`],
    // In a carrier that is not configured the key is none.
    ...(carriers.some(({ type }) => type === 'baggage')
      ? []
      : [['baggage', `${keyName}=${key}`] as const]),
  ];
  const params: Pair[] = [[query ?? 'sd-key', query === undefined ? key : `${key}9`]];
  const place = roll >> 2;
  if (roll % 4 === 0) return request;
  if (place % 8 === 0) return { ...request, query: [...request.query, ...params] };
  const decoy = pick(headers, place >> 3);
  return decoy === undefined ? request : { ...request, headers: [...request.headers, decoy] };
}

/** Without entries that are some owner's key and nothing else: a match may ask for one. */
export function withoutKeys(
  request: OracleRequest,
  { config, sandboxes, groups }: Case,
): OracleRequest {
  const cookie = nameOf(config.carriers, 'cookie');
  const keys = new Set(
    [...sandboxes, ...groups].flatMap(({ routingKey }) => [
      routingKey,
      `${config.keyName}=${routingKey}`,
      `${cookie}=${routingKey}`,
    ]),
  );
  const isOther = ([, value]: Pair) => !keys.has(value);
  return {
    ...request,
    headers: request.headers.filter(isOther),
    query: request.query.filter(isOther),
  };
}

/** Undefined where no carrier of the settings goes with such a request: gRPC has no query. */
export function withKey(
  request: OracleRequest,
  key: string,
  roll: Roll,
  { carriers, keyName }: Keys,
): OracleRequest | undefined {
  const fitting = carriers.filter(({ type }) => type !== 'query' || request.protocol === 'http');
  const one = pick(fitting, roll.carrier >> 3);
  if (one === undefined) return undefined;
  const chosen = roll.carrier % 8 === 0 ? fitting : [one];
  return chosen.reduce(
    (keyed, carrier) => carrying(keyed, carrier, keyName, key, roll.spelling),
    request,
  );
}

const spellings: {
  readonly [type in Carrier['type']]: readonly ((member: string) => readonly string[])[];
} = {
  baggage: [
    (member) => [member],
    (member) => [`u=1,${member}`],
    (member) => [`${member};p=1,u=2`],
    (member) => [`u=1 ,\t${member.replace('=', ' = ')} ; p , w=2`],
    (member) => [`u=1,${member}`, 'w=2'],
    (member) => ['u=1;p', member],
  ],
  tracestate: [
    (member) => [member],
    (member) => [`v=1,${member}`],
    (member) => [`${member} , v=1`],
    (member) => [`${member},v=1`, 'w=2'],
  ],
  header: [(key) => [key]],
  query: [(key) => [key]],
  cookie: [(pair) => [pair], (pair) => [`theme=1; ${pair}`], (pair) => [`${pair}; theme=1`]],
};

function carrying(
  request: OracleRequest,
  carrier: Carrier,
  keyName: string,
  key: string,
  roll: number,
): OracleRequest {
  const member = {
    baggage: `${keyName}=${key}`,
    tracestate: `${keyName}=${key}`,
    cookie: `${'name' in carrier ? carrier.name : ''}=${key}`,
    header: key,
    query: key,
  }[carrier.type];
  const values = pick(spellings[carrier.type], roll >> 3)?.(member) ?? [member];
  if (carrier.type === 'query') {
    const others = request.query.filter(([name]) => name !== carrier.name);
    return {
      ...request,
      query: [...others, ...values.map((value) => [carrier.name, value] as const)],
    };
  }
  const name = carrier.type === 'header' ? carrier.name : carrier.type;
  const written = roll % 7 === 0 ? name.toUpperCase() : name;
  return { ...request, headers: withLines(request.headers, written, values, carrier) };
}

/** A member goes to the end of the first line that there is; a header of its own takes its place. */
function withLines(
  headers: readonly Pair[],
  name: string,
  values: readonly string[],
  { type }: Carrier,
): Pair[] {
  const isOf = (one: Pair) => one[0].toLowerCase() === name.toLowerCase();
  const first = headers.find(isOf);
  const lines = values.map((value): Pair => [name, value]);
  if (first === undefined) return [...headers, ...lines];
  if (type === 'header') return [...headers.filter((one) => !isOf(one)), ...lines];
  const joined: Pair = [first[0], [first[1], ...values].join(type === 'cookie' ? '; ' : ',')];
  return headers.map((one) => (one === first ? joined : one));
}
