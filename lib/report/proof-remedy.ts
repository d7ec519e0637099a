// What to do about a request that breaks a promise, as far as the two outcomes tell.
//
// Neighbours: proof-comparison.ts, proof-text.ts, proof-markdown.ts, proof-findings.ts.

import type { DecidedBy, Outcome } from '../model/decision';
import { isOurs, marks } from '../model/marks';
import type { Violation } from '../model/proof';
import { routePlace } from '../model/route';
import { ownerText } from '../model/sandbox';
import { listText } from './list-text';
import { likenessOf } from './match-likeness';
import { byText } from './outcome-text';
import { compared, rulesOf } from './proof-comparison';

/** An instruction: what would make the promise hold. */
export function remedyOf(violation: Violation): string {
  const { promise, owner, request, remedy } = violation;
  if (remedy !== undefined) return remedy;
  const { before, after, isSame } = decidersOf(violation);
  if (promise === 'fidelity') return keyedRemedy(violation);
  if (after === undefined && before === undefined && request.target.to === 'service') {
    return 'give a route of that Service a rule that sends on to it what carries no key: once a Service has a route, what none of its rules takes is refused';
  }
  if (after === undefined) {
    const rule = before === undefined ? 'what answered it' : `\`${byText(before)}\``;
    return `put ${rule} back, with its Gateway and hostnames, as it is in the baseline`;
  }
  if (isSame) {
    return `leave \`${byText(after)}\`, and the Services and grants that it refers to, as in the baseline: a sandbox only adds objects`;
  }
  const isDerived = owner !== undefined && isOurs(after.route.manifest.object);
  const as = isDerived ? ' as `gatefork derive` wrote it' : '';
  return `let \`${byText(after)}\` ask for a routing key${as}, so that no other request meets it, or take it out`;
}

function keyedRemedy(violation: Violation): string {
  const { before, after, isSame } = decidersOf(violation);
  const { owner } = violation;
  const key = owner === undefined ? 'the key' : `the key \`${owner.routingKey}\``;
  if (before === undefined) {
    return after === undefined
      ? 'give the Service that is forked a rule that sends requests with the key to its fork'
      : `narrow \`${byText(after)}\` to the listeners, hostnames and matches that the baseline sends to the Service that is forked`;
  }
  const rule = `\`${byText(before)}\``;
  if (isSame || after === undefined) {
    return `add a rule with the match of ${rule} and ${key}, with the same filters and timeouts and the forks as backends; \`gatefork derive\` writes it`;
  }
  const own = `\`${byText(after)}\``;
  const missing = missingOf(violation.actual);
  if (missing !== undefined && missingOf(violation.expected) === undefined) {
    return `mend what ${own} refers to (${missing}): the Service has to be there, and one of another namespace needs a ReferenceGrant beside it`;
  }
  const stranger = otherOwnerOf(after, owner);
  if (stranger !== undefined) {
    return `let ${own} ask for the key of ${stranger} alone, so that requests with ${key} do not meet it`;
  }
  const { expected, actual, differing } = compared(violation);
  const settings = differing.filter((label) => label !== 'arrives');
  if (expected[0] === actual[0] && settings.length > 0) {
    return `give ${own} the ${listText(settings)} of ${rule}`;
  }
  switch (likenessOf(after, before)) {
    case 'same':
      return `let ${own} ask for ${key}, so that no other request meets it`;
    case 'narrower':
      return `let ${own} do what ${rule} does: the same filters, backends and shares, forks in place of what they fork`;
    case 'other':
      return `add a rule with the match of ${rule} and ${key} that goes before ${own}; \`gatefork derive\` writes it`;
  }
}

/** Another sandbox or route group whose rule it is. */
function otherOwnerOf({ route }: DecidedBy, owner: Violation['owner']): string | undefined {
  const { object } = route.manifest;
  if (!isOurs(object)) return undefined;
  const sandbox = object.metadata?.labels?.[marks.sandbox];
  const name = sandbox ?? object.metadata?.labels?.[marks.routeGroup] ?? '';
  const kind = sandbox === undefined ? 'RouteGroup' : 'Sandbox';
  return kind === owner?.kind && name === owner.name ? undefined : ownerText({ kind, name });
}

/** What is wrong with a reference, where some request fails for it. */
function missingOf(outcome: Outcome): string | undefined {
  if (outcome.outcome === 'unspecified') return outcome.between.map(missingOf).find(Boolean);
  if (outcome.outcome === 'status') return outcome.status === 500 ? outcome.because : undefined;
  if (outcome.outcome !== 'backends') return undefined;
  return outcome.backends.flatMap((share) => (share.to === 'error' ? [share.because] : []))[0];
}

/** The rule that should decide, and one that does, or may do, in its place. */
function decidersOf({ expected, actual }: Violation) {
  const [due, found] = [rulesOf(expected), rulesOf(actual)];
  const strange = found.filter((one) => !due.some((other) => isSameRule(one, other)));
  const isSame = found.length > 0 && strange.length === 0;
  return { before: due[0], after: strange[0] ?? found[0], isSame };
}

function isSameRule(one: DecidedBy, other: DecidedBy): boolean {
  return routePlace(one.route) === routePlace(other.route) && one.rule === other.rule;
}
