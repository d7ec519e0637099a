// Why a match cannot have the twin that it needs, and what the user can do.

import type { Carrier } from '../../model/config';
import { type Finding, finding } from '../../model/finding';
import { nameOf } from '../../model/manifest';
import type { Candidate } from '../../model/route-table';
import { carrierName, headerOf } from '../../routing/carrier';
import { limits } from '../../routing/limits';

const role = (isFork: boolean) =>
  isFork ? 'which holds a fork' : 'which must keep its place beside a fork';

/** The match already asks for the carrier's header: the API takes each name once. */
export function headerInUse(
  { route, rule, match, matchIndex }: Candidate,
  carrier: Carrier,
  isFork: boolean,
): Finding {
  const header = headerOf(carrier);
  const index = match.headers.findIndex(({ name }) => name.toLowerCase() === header);
  return finding('key-header-in-use', {
    message: `${nameOf(route.manifest.object)} rule ${rule.index}, ${role(isFork)}, already matches the header \`${header}\`, and a match takes each header once`,
    hint: `set another carrier, such as \`carriers: [{ header: x-routing-key }]\`, or take the \`${header}\` match out of the baseline`,
    where: {
      origin: route.manifest.origin,
      path: ['spec', 'rules', rule.index, 'matches', matchIndex, 'headers', index],
    },
  });
}

/**
 * The match asks for another value of the carrier's header, so no request whose key is in that
 * one line meets it; one with several lines may, where a data plane reads each line alone.
 */
export function headerExact(
  { route, rule, match, matchIndex }: Candidate,
  carrier: Carrier,
): Finding {
  const header = headerOf(carrier);
  const index = match.headers.findIndex(({ name }) => name.toLowerCase() === header);
  return finding('key-header-exact', {
    message: `${nameOf(route.manifest.object)} rule ${rule.index} matches one value of the header \`${header}\`, and can have no shield in that carrier: a request with the key and that value in lines of their own may reach a fork where the baseline sends it to this rule`,
    hint: 'set another carrier, such as `carriers: [{ header: x-routing-key }]`, or send the header as one line',
    where: {
      origin: route.manifest.origin,
      path: ['spec', 'rules', rule.index, 'matches', matchIndex, 'headers', index],
    },
  });
}

/** The match has as many headers as the API allows: none is left for the key. */
export function headersFull(
  { route, rule, matchIndex }: Candidate,
  carrier: Carrier,
  isFork: boolean,
): Finding {
  return finding('header-limit', {
    message: `${nameOf(route.manifest.object)} rule ${rule.index}, ${role(isFork)}, has a match with ${limits.headersPerMatch} headers, so none is left for the routing key (${carrierName(carrier)})`,
    hint: 'take one header out of that match, or leave the route out with the annotation `gatefork.dev/ignore: "true"` where it must not be forked',
    where: {
      origin: route.manifest.origin,
      path: ['spec', 'rules', rule.index, 'matches', matchIndex, 'headers'],
    },
  });
}
