// Why a match cannot have the twin that it needs, and what the user can do.
//
// Neighbours: standing.ts (how a match stands to a carrier), closure.ts (who needs a twin).

import type { Carrier } from '../../model/config';
import { type Finding, type FindingText, finding, type Where } from '../../model/finding';
import { ruleText } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import { carrierName, keyMatch } from '../../routing/carrier';
import { limits } from '../../routing/limits';
import { entriesOf, ownEntry, type Standing, standingOf } from './standing';
import type { KeyCarrier, TwinRequest } from './twin-set';

export interface Refusal {
  readonly candidate: Candidate;
  readonly standing: Exclude<Standing, 'free' | 'no-place'>;
  /** Whether the match holds a fork; else it must keep its place beside one. */
  readonly isFork: boolean;
  readonly carrier: KeyCarrier;
  readonly request: Pick<TwinRequest, 'carriers' | 'keyName' | 'routingKey'>;
}

const codes = {
  'in-use': 'key-header-in-use',
  'is-key': 'key-in-baseline',
  full: 'header-limit',
  never: 'key-header-exact',
} as const;

const words: { readonly [standing in Refusal['standing']]: (one: Refusal) => FindingText } = {
  'in-use': inUse,
  'is-key': isKey,
  full,
  never,
};

export function refusalFindings(refusals: readonly Refusal[]): readonly Finding[] {
  return refusals.map((one) => finding(codes[one.standing], words[one.standing](one)));
}

const role = ({ isFork }: Refusal) =>
  isFork ? 'which holds a fork' : 'which must keep its place beside a fork';

/** The header or parameter as the match names it: the header `baggage`. */
function entryText({ carrier: { key } }: Refusal): string {
  return `the ${key.place === 'headers' ? 'header' : 'query parameter'} \`${key.name}\``;
}

function ownOf({ candidate, carrier }: Refusal) {
  return ownEntry(candidate.match, carrier);
}

function entryWhere({ candidate, carrier }: Refusal): Where {
  const { route, rule, match, matchIndex } = candidate;
  const { place } = carrier.key;
  const own = ownEntry(match, carrier);
  const index = own === undefined ? -1 : (entriesOf(match, place) ?? []).indexOf(own);
  const path = ['spec', 'rules', rule.index, 'matches', matchIndex, place];
  return { origin: route.manifest.origin, path: index < 0 ? path : [...path, index] };
}

/** The match already asks for the carrier's header or parameter: the API takes each name once. */
function inUse(one: Refusal): FindingText {
  const entry = entryText(one);
  return {
    message: `${ruleText(one.candidate.route, one.candidate.rule)}, ${role(one)}, already matches ${entry}, and a match takes each ${one.carrier.key.place === 'headers' ? 'header' : 'query parameter'} once`,
    hint: `${wayOut(one)}, or take the match on ${entry} out of the baseline`,
    where: entryWhere(one),
  };
}

/** The baseline asks for this very key: its rule and a twin of another could not be told apart. */
function isKey(one: Refusal): FindingText {
  const { request, carrier } = one;
  const { type } = carrier.carrier;
  const holds = type === 'header' || type === 'query' ? 'which is' : 'which holds';
  return {
    message: `${ruleText(one.candidate.route, one.candidate.rule)}, ${role(one)}, matches ${entryText(one)} with \`${ownOf(one)?.value}\`, ${holds} the routing key \`${request.routingKey}\` itself`,
    hint: `give the sandbox a routing key that the baseline does not use, or ${wayOut(one)}`,
    where: entryWhere(one),
  };
}

/**
 * The match asks for another value of the carrier's header, so no request whose key is in that
 * one line meets it; one with several lines may, where a data plane reads each line alone.
 */
function never(one: Refusal): FindingText {
  const isHeader = one.carrier.key.place === 'headers';
  const [unit, units] = isHeader ? ['line', 'lines'] : ['parameter', 'parameters'];
  const what = ownOf(one)?.type === 'Exact' ? 'one value' : 'other values';
  const rule = ruleText(one.candidate.route, one.candidate.rule);
  return {
    message: one.isFork
      ? `${rule}, which holds a fork, matches ${what} of ${entryText(one)}, and can have no twin in that carrier: a request with the key and such a value stays with the baseline where values are cut at commas`
      : `${rule} matches ${what} of ${entryText(one)}, and can have no shield in that carrier: a request with the key and such a value in ${units} of their own may reach a fork where the baseline sends it to this rule`,
    hint: one.isFork
      ? wayOut(one)
      : `${wayOut(one)}, or send ${isHeader ? 'the header' : 'it'} as one ${unit}`,
    where: entryWhere(one),
  };
}

/** The match has as many headers or parameters as the API allows: none is left for the key. */
function full(one: Refusal): FindingText {
  const { carrier, key } = one.carrier;
  const isHeader = key.place === 'headers';
  const [count, unit] = isHeader
    ? [limits.headersPerMatch, 'header']
    : [limits.queryParamsPerMatch, 'query parameter'];
  return {
    message: `${ruleText(one.candidate.route, one.candidate.rule)}, ${role(one)}, has a match with ${count} ${unit}s, so none is left for the routing key (${carrierName(carrier)})`,
    hint: `take one ${unit} out of that match, ${wayOut(one)}, or leave the route out with the annotation \`gatefork.dev/ignore: "true"\` where it must not be forked`,
    where: entryWhere(one),
  };
}

/** Carriers that could be set: every implementation has Exact headers. */
const others: readonly Extract<Carrier, { name: string }>[] = [
  { type: 'header', name: 'x-routing-key' },
  { type: 'header', name: 'x-sandbox-key' },
  { type: 'query', name: 'routing-key' },
];

/** A carrier that is free in this match: one that is configured beside this, else another. */
function wayOut(one: Refusal): string {
  const { candidate, request, carrier } = one;
  const isFree = (other: Carrier) => {
    const key = keyMatch(other, request.keyName, request.routingKey);
    return standingOf(candidate.match, { carrier: other, key }, request) === 'free';
  };
  const set = request.carriers.find(isFree);
  if (set !== undefined) {
    return `take ${carrierName(carrier.carrier)} out of \`carriers\`, since ${carrierName(set)} is free there`;
  }
  const other = others.find(isFree);
  if (other === undefined) return 'set a carrier that the match does not use';
  return `set another carrier, such as \`carriers: [{ ${other.type}: ${other.name} }]\``;
}
