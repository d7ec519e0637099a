// A broken promise made small and told: the routes, what is derived from them, and both outcomes.

import type { Case } from '../arbitrary/baseline';
import type { Drawn } from '../arbitrary/request';
import type { Failure } from './check';
import { type Deriving, objectsOf } from './derive';
import { judge } from './judge';
import type { ProfileLaw } from './profiles';
import { shrink } from './shrink';

export interface Broken {
  readonly subject: Case;
  readonly requests: readonly Drawn[];
  readonly deriving: Deriving;
  readonly law: ProfileLaw;
  readonly profile?: string;
}

export function explained({ subject, requests, deriving, law, profile }: Broken): string {
  const fails = (smaller: Case, some: readonly Drawn[]): Failure | undefined => {
    const derived = deriving(smaller, profile);
    if (derived.refusals.length > 0) return undefined;
    const question = { subject: smaller, derived: objectsOf(derived), requests: some, law };
    return judge(question).failures[0];
  };
  const culprit = requests.findIndex((_, at) => fails(subject, only(requests, at)) !== undefined);
  const one = culprit < 0 ? requests : only(requests, culprit);
  const small = shrink(subject, (smaller) => fails(smaller, one) !== undefined);
  const isShown = ({ kind }: { kind: string }) => /Route|Grant|Gateway|Set/.test(kind);
  const derived = objectsOf(deriving(small, profile));
  return [
    `${fails(small, one)?.text ?? ''}${profile === undefined ? '' : ` (for ${profile})`}`,
    JSON.stringify(small.config),
    ...small.sandboxes.map(({ name, routingKey, labels, forks, virtual }) =>
      JSON.stringify({
        name,
        routingKey,
        labels,
        forks: forks.map((one) => one.workload),
        virtual,
      }),
    ),
    ...small.groups.map(({ name, routingKey, match }) =>
      JSON.stringify({ name, routingKey, match }),
    ),
    ...small.objects.filter(isShown).map((object) => `baseline ${JSON.stringify(object)}`),
    ...derived.filter(isShown).map((object) => `derived  ${JSON.stringify(object)}`),
  ].join('\n');
}

/** One request at its own place, since its place chooses the ages: the others become its copies. */
function only(requests: readonly Drawn[], place: number): Drawn[] {
  return requests.slice(0, place + 1).flatMap(() => requests.slice(place, place + 1));
}
