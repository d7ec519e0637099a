// The settings `carriers` and `preset` -> carriers: where the routing key travels.
//
// Names are those that every hop keeps as they are: a header name without `_` (Envoy refuses the
// request), a parameter name that no URL spells in a second way, a cookie name that is a token
// (RFC 6265). Neighbours: config-file.ts (the document), ../routing/carrier.ts (what matches them).

import type { Carrier } from '../model/config';
import type { FieldPath, Json, JsonObject } from '../model/manifest';
import { isObject } from '../model/manifest';
import { carrierName } from '../routing/carrier';
import type { DocumentReader } from './document-reader';

/** The presets of carriers, by the tool whose clients send them. */
const presets: { readonly [name: string]: readonly Carrier[] } = {
  signadot: [
    { type: 'baggage' },
    { type: 'tracestate' },
    { type: 'header', name: 'ot-baggage-sd-routing-key' },
    { type: 'header', name: 'uberctx-sd-routing-key' },
  ],
};

/** Carriers that a setting names by an object, and what is wrong with a name. */
const named = {
  header: headerProblem,
  query: parameterProblem,
  cookie: cookieProblem,
} as const;

const types = ['header', 'query', 'cookie'] as const;
const plain = ['baggage', 'tracestate'] as const;
const forms = 'use baggage, tracestate, { header: NAME }, { query: NAME } or { cookie: NAME }';

/** Undefined where neither field is there, so that the default holds. */
export function readCarriers(
  spec: JsonObject,
  reader: DocumentReader,
): readonly Carrier[] | undefined {
  if (isGiven(spec.preset)) {
    const name = reader.oneOf(spec.preset, ['spec', 'preset'], Object.keys(presets), 'signadot');
    if (isGiven(spec.carriers)) {
      reader.report(['spec', 'carriers'], 'stands beside `preset`', 'keep one of the two');
    }
    return presets[name];
  }
  if (!isGiven(spec.carriers)) return undefined;
  const seen = new Set<string>();
  const carriers = reader.list(spec.carriers, ['spec', 'carriers']).flatMap((entry, index) => {
    const path = ['spec', 'carriers', index];
    const carrier = readCarrier(entry, path, reader);
    if (carrier === undefined) return [];
    const id = carrierName(carrier);
    // Names of headers compare in any case, those of parameters and cookies as they are.
    const place = carrier.type === 'header' ? id.toLowerCase() : id;
    if (seen.has(place)) reader.report(path, `names ${id} twice`, 'name each carrier once');
    seen.add(place);
    return [carrier];
  });
  if (Array.isArray(spec.carriers) && spec.carriers.length === 0) {
    reader.report(['spec', 'carriers'], 'is empty', 'name one carrier, or leave the field out');
  }
  return carriers;
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}

function readCarrier(value: Json, path: FieldPath, reader: DocumentReader): Carrier | undefined {
  const word = plain.find((type) => type === value);
  if (word !== undefined) return { type: word };
  if (!isObject(value)) {
    reader.report(path, `is \`${String(value)}\`, which is no carrier`, forms);
    return undefined;
  }
  reader.onlyKnown(value, path, types);
  const [type, second] = types.filter((one) => Object.hasOwn(value, one));
  if (type === undefined || second !== undefined) {
    const problem = type === undefined ? 'names no carrier' : `names both ${type} and ${second}`;
    reader.report(path, problem, forms);
    return undefined;
  }
  const name = reader.text(value[type], [...path, type]);
  if (name === undefined) return undefined;
  const problem = named[type](name);
  if (problem === undefined) return { type, name };
  reader.report([...path, type], `is \`${name}\`, which cannot carry the key`, problem);
  return undefined;
}

/** What to do about a carrier's header name that cannot be used; undefined where it can. */
export function headerProblem(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (plain.some((type) => type === lower)) return `use the carrier ${lower}`;
  if (lower === 'cookie') return 'use the carrier { cookie: NAME }';
  if (name.includes('_')) return 'use `-`: Envoy refuses requests with `_` in a header name';
  if (lower.endsWith('-bin')) return 'use a name without `-bin`: gRPC encodes such headers';
  if (lower === 'host') return 'use a header of your own';
  return /^[A-Za-z0-9!#$%&'*+\-.^`|~]{1,256}$/.test(name)
    ? undefined
    : 'use letters, digits and `-`';
}

/** Letters that stand in a URL as they are, so that all read one and the same name. */
function parameterProblem(name: string): string | undefined {
  return /^[A-Za-z0-9._~-]{1,256}$/.test(name)
    ? undefined
    : 'use letters, digits, `-`, `_`, `.` and `~`, 256 at most';
}

function cookieProblem(name: string): string | undefined {
  return /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/.test(name)
    ? undefined
    : 'use letters, digits, `-` and `_`, 256 at most';
}
