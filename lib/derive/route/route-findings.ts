// What deriving has to say about routes that it read or would write.
//
// Neighbours: route-derivation.ts, reach.ts (who find them), ../twin/tie-findings.ts.

import { type Finding, finding } from '../../model/finding';
import { type Manifest, nameOf, placeText } from '../../model/manifest';
import { type BackendRef, type Match, type Route, routeText, ruleText } from '../../model/route';
import type { Candidate } from '../../model/route-table';
import { type Owner, ownerText } from '../../model/sandbox';
import { expressionError } from '../../routing/accept/expression';
import { limits } from '../../routing/limits';
import type { Unresolved, UnresolvedReference } from '../reference/fork-references';
import type { Obstacle } from './exclusion';

/** References that answer 500 in the baseline: no fork stands in for what they name. */
export function unresolvedFindings(
  route: Route,
  unresolved: readonly UnresolvedReference[],
): readonly Finding[] {
  return unresolved.map(({ rule, ref, why }) => {
    const service = `Service ${placeText(ref.namespace, ref.name)}`;
    const { problem, reason, hint } = wordsOf(ref, why);
    return finding('backend-unresolved', {
      message: `${ruleText(route, rule)} refers to ${service}${problem} (${reason}), so its fork is not put in its place there`,
      hint,
      where: { origin: route.manifest.origin, path: ['spec', 'rules', rule.index] },
    });
  });
}

function wordsOf({ port }: BackendRef, { reason, because }: Unresolved) {
  switch (reason) {
    case 'RefNotPermitted':
      return {
        problem: ', which no ReferenceGrant of the input opens to it',
        reason,
        hint: 'add the ReferenceGrant, or name the file that holds it with `--context`',
      };
    // The Service is there, since it is forked: what is not found is its port.
    case 'BackendNotFound':
      return {
        problem: port === undefined ? ' without a port' : `, which has no port ${port}`,
        reason: 'PortNotFound',
        hint: 'name a port that the Service has',
      };
    case 'UnsupportedProtocol':
    case 'InvalidKind':
      return {
        problem: `: ${because}`,
        reason,
        hint: 'name a port whose protocol this kind of route can send',
      };
  }
}

/** Expressions of the baseline that RE2 does not take: some controllers drop such a rule. */
export function expressionFindings(twins: readonly Candidate[]): readonly Finding[] {
  const said = new Set<string>();
  return twins.flatMap(({ route, rule, match }) =>
    expressionsOf(match).flatMap((expression) => {
      const error = expressionError(expression);
      const id = `${routeText(route)}\n${expression}`;
      if (error === undefined || said.has(id)) return [];
      said.add(id);
      return finding('expression-not-re2', {
        message: `${ruleText(route, rule)} has an expression that RE2 does not take, \`${expression}\`: ${error}`,
        hint: 'rewrite it in RE2 syntax: controllers built on RE2 drop the rule without a trace',
        where: { origin: route.manifest.origin, path: ['spec', 'rules', rule.index, 'matches'] },
      });
    }),
  );
}

function expressionsOf(match: Match): readonly string[] {
  const values = match.protocol === 'http' ? [...match.headers, ...match.query] : match.headers;
  const expressions = values.flatMap(({ type, value }) => (type === 'Exact' ? [] : [value]));
  if (match.protocol === 'http') {
    return match.path.type === 'RegularExpression'
      ? [match.path.value, ...expressions]
      : expressions;
  }
  if (match.type === 'Exact') return expressions;
  return [match.service ?? '', match.method ?? '', ...expressions].filter((text) => text !== '');
}

export function nameTooLong(route: Route, owner: Owner): Finding {
  return finding('name-too-long', {
    message: `the name of the derived route \`${owner.name}--${route.name}\` goes beyond ${limits.routeName} characters, its parts counted in, and cutting it would change which of two tied routes wins`,
    hint: 'shorten the name of the sandbox or of the route',
    where: { origin: route.manifest.origin, path: ['metadata', 'name'] },
  });
}

export function beyondLimits(route: Route): Finding {
  return finding('route-limit', {
    message: `the rules derived from ${routeText(route)} go beyond the ${limits.rulesPerRoute} rules or ${limits.matchesPerRoute} matches of one route, and in several routes only their age would tell which of them goes first`,
    hint: 'give its rules paths or numbers of headers that tell them apart, name the profile that the routes run on, or split the route',
    where: { origin: route.manifest.origin, path: ['spec', 'rules'] },
  });
}

export function notAParent(service: Manifest, reason: string): Finding {
  return finding('parent-unsuitable', {
    message: `${nameOf(service.object)} ${reason}, so no mesh route can send its callers to the fork`,
    hint: 'point the callers to the fork with an environment variable of theirs',
    where: { origin: service.origin },
  });
}

/** On a Service an HTTPRoute goes before routes of lower kinds, which would then be ignored. */
export function displacing(service: Manifest, other: Manifest): Finding {
  return finding('parent-unsuitable', {
    message: `${nameOf(other.object)} is attached to ${nameOf(service.object)}, and a route for the fork would displace it for all callers`,
    hint: 'point the callers to the fork with an environment variable of theirs, or attach an HTTPRoute to the Service',
    where: { origin: service.origin },
  });
}

/** A route that would reach a fork, and why it may not. */
export interface BarredRoute {
  readonly route: Route;
  readonly obstacle: Obstacle;
}

const obstacles: {
  readonly [obstacle in Obstacle]: { readonly words: string; readonly hint: string };
} = {
  ignored: {
    words: 'is annotated to be ignored',
    hint: 'take the annotation away, or attach another route to the Service',
  },
  excluded: {
    words: 'is left out by `exclude`',
    hint: 'take it out of `exclude`, or attach another route to the Service',
  },
  unexposed: {
    words: 'is left to the baseline by `exposure`',
    hint: 'let `exposure` derive for its Gateway, or attach another route to the Service',
  },
  unattached: {
    words: 'is taken by no listener',
    hint: 'compare its parentRefs and hostnames with the listeners: names, ports, protocols, hostnames and allowedRoutes',
  },
};

/** A fork that nothing reaches. Where a route names its Service, why that one does not. */
export function unreachable({
  workload,
  service,
  owner,
  isMeshed,
  barred,
}: {
  readonly workload: string;
  readonly service: Manifest;
  readonly owner: Owner;
  readonly isMeshed: boolean;
  readonly barred: readonly BarredRoute[];
}): Finding {
  const message = `no route sends requests of ${ownerText(owner)} to the fork of ${workload}`;
  const [first] = barred;
  if (first !== undefined) {
    const { words, hint } = obstacles[first.obstacle];
    return finding('fork-unreachable', {
      message: `${message}: ${routeText(first.route)} names its Service, but ${words}`,
      hint,
      where: { origin: first.route.manifest.origin, path: ['spec', 'parentRefs'] },
      also: [...barred.slice(1).map(({ route }) => route.manifest), service].map(({ origin }) => ({
        origin,
      })),
    });
  }
  return finding('fork-unreachable', {
    message,
    hint: isMeshed
      ? 'attach a route to the Service'
      : 'add a route to its Service, or set `mesh: on` in the settings where a mesh routes its callers',
    where: { origin: service.origin },
  });
}

/** A fork that is reached, but not through every route that leads to its baseline. */
export function partial({
  workload,
  owner,
  barred,
}: Pick<Parameters<typeof unreachable>[0], 'workload' | 'owner' | 'barred'>): readonly Finding[] {
  const [first, ...more] = barred.filter(({ obstacle }) => obstacle !== 'unattached');
  if (first === undefined) return [];
  const { words } = obstacles[first.obstacle];
  const others = more.length === 0 ? '' : `; so do those of ${more.length} more`;
  return [
    finding('sandbox-partial', {
      message: `requests of ${ownerText(owner)} through ${routeText(first.route)} stay with the baseline of ${workload}, since the route ${words}${others}`,
      hint: 'nothing is to be done where that is wanted: other routes do send them to the fork',
      where: { origin: first.route.manifest.origin, path: ['spec', 'parentRefs'] },
      also: more.map(({ route }) => ({ origin: route.manifest.origin })),
    }),
  ];
}
