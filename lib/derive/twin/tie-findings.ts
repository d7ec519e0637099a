// What to tell of routes that only their ages tell apart.
//
// Derived routes tie as their baselines do and fall to their names, since their own ages say
// nothing; names have a common prefix, so they sort as the baseline's. Ages that are in the input
// and say otherwise are kept by one-route.ts where that can be done, else refused here.
// Neighbours: ties.ts, ../route/route-derivation.ts and ../preview/preview-ties.ts (who asks).

import { type Finding, type FindingText, finding, type Where } from '../../model/finding';
import { type Route, routeText, ruleText } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import type { Owner } from '../../model/sandbox';
import { requestText } from '../../routing/witness';
import type { Crowd, Tie } from './twin-set';

export function ageFindings(ties: readonly Tie[], owner: Owner): readonly Finding[] {
  return ties.flatMap((tie) => {
    if (tie.first === 'left') return [];
    const lost = tie.first === 'right';
    const text = lost ? lostText(tie) : unknownText(tie);
    return finding(lost ? 'order-lost' : 'order-unknown', {
      ...text,
      where: ruleOf(tie.left),
      also: [ruleOf(tie.right)],
      sandbox: owner.name,
    });
  });
}

function rulesTie({ left, right }: Tie): string {
  const rules = [left, right].map(({ route, rule }) => ruleText(route, rule));
  return `${rules.join(' and ')} tie for requests such as \`${requestText(left.match, right.match)}\``;
}

function lostText(tie: Tie): FindingText {
  const reason = tie.apart === undefined ? '' : `, and they cannot be one route: ${tie.apart}`;
  return {
    message: `${rulesTie(tie)}: the second is older and wins, but their derived routes would fall to their names${reason}`,
    hint: 'give one of the two rules another match, put both into one route, or rename one of the routes so that the older one sorts first',
  };
}

function unknownText(tie: Tie): FindingText {
  const { left, right } = tie;
  const areDated = left.route.created !== undefined && right.route.created !== undefined;
  const unknown = areDated
    ? 'and the profiles that are named do not all go by it'
    : 'which no file tells';
  return {
    message: `${rulesTie(tie)}: only the age of the routes decides, ${unknown}`,
    hint: areDated
      ? 'give one of the two rules a more specific match, or put both into one route'
      : 'give one of the two rules a more specific match, put both into one route, or give the input its ages (`kubectl get -o yaml`)',
  };
}

/** Crowds, each told once by its first two and its number. */
export function crowdFindings(crowds: readonly Crowd[], owner: Owner): readonly Finding[] {
  return crowds.flatMap(({ members, isLost }) => {
    const [left, right] = members;
    if (left === undefined || right === undefined) return [];
    const message = `${members.length} routes, from ${routeText(left.route)} to ${routeText((members.at(-1) ?? right).route)}, tie with one another for requests such as \`${requestText(left.match, right.match)}\`, in more pairs than are listed here: only their ages decide`;
    return finding(isLost ? 'order-lost' : 'order-unknown', {
      message: isLost
        ? `${message}, and their derived routes would fall to their names, which sort otherwise`
        : message,
      hint: 'give the rules paths that keep them apart: expressions that begin with `^` and plain letters, or prefixes',
      where: ruleOf(left),
      also: [ruleOf(right)],
      sandbox: owner.name,
    });
  });
}

/**
 * Two tied routes whose derived ones sort the other way round: the name of a part, `r--02`, can
 * pass that of a neighbour, `r--01`. Of a crowd neighbours are compared.
 *
 * @param namesOf the names of the routes derived from one
 */
export function partFindings(
  { ties, crowds }: { readonly ties: readonly Tie[]; readonly crowds: readonly Crowd[] },
  namesOf: (route: Route) => readonly string[],
  owner: Owner,
): readonly Finding[] {
  const neighbours = crowds.flatMap(({ members }) =>
    members.slice(1).flatMap((right, index) => {
      const left = members[index];
      return left === undefined ? [] : [{ left, right }];
    }),
  );
  return [...ties, ...neighbours].flatMap(({ left, right }) => {
    if (left.route.namespace !== right.route.namespace) return [];
    const last = [...namesOf(left.route)].sort().at(-1);
    const [first] = [...namesOf(right.route)].sort();
    if (last === undefined || first === undefined || last < first) return [];
    return finding('order-lost', {
      message: `${routeText(left.route)} and ${routeText(right.route)} tie for requests such as \`${requestText(left.match, right.match)}\`, and of their derived routes \`${first}\` would come before \`${last}\``,
      hint: 'rename one of the two routes, or give one of their rules another match',
      where: ruleOf(left),
      also: [ruleOf(right)],
      sandbox: owner.name,
    });
  });
}

function ruleOf({ route, rule }: Candidate): Where {
  return { origin: route.manifest.origin, path: ['spec', 'rules', rule.index] };
}
