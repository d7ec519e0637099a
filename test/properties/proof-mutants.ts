// Every way to spoil what is applied, rule by rule and object by object, under one roof.
//
// Neighbours: ../oracle/mutation.ts, ../oracle/object-mutation.ts, verify.test.ts.

import type { KubeObject } from '../../lib/model/manifest';
import { marks, sourceName } from '../../lib/model/marks';
import type { Case } from '../arbitrary/baseline';
import { Dice } from '../arbitrary/dice';
import { type Derived, deriveCase } from '../oracle/derive';
import { mutant, mutations } from '../oracle/mutation';
import { objectMutations, spoiltSet } from '../oracle/object-mutation';
import { type KeyOwner, ownersOf } from '../oracle/owners';
import { withoutShields } from '../oracle/shields';
import type { Route } from '../oracle/world';

export interface Spoilt {
  readonly name: string;
  readonly applied: readonly KubeObject[];
  /** The routes near what is spoilt. */
  readonly isAimed: (route: Route) => boolean;
}

const allShields = 'all shields dropped';

export const mutantNames: readonly string[] = [
  ...Object.keys(mutations),
  ...Object.keys(objectMutations),
  allShields,
];

/** One mutant in each way in which the case can be spoilt, by chance; none where it is refused. */
export function* mutantsOf(subject: Case, seed: number): Generator<Spoilt> {
  const derived = deriveCase(subject);
  const owners = ownersOf(subject).filter(
    ({ owner }) => ownObjects(derived, owner.name).length > 0,
  );
  if (derived.refusals.length > 0 || owners.length === 0) return;
  const keys = ownersOf(subject).map(({ owner }) => owner.routingKey);
  for (const [place, name] of mutantNames.entries()) {
    const dice = new Dice(seed * 101 + place);
    const one = dice.pick(owners);
    const own = ownObjects(derived, one.owner.name);
    const others = derived.owners.flatMap(({ name: other, objects }) =>
      other === one.owner.name ? [] : objects,
    );
    const found = spoil(name, { subject, own, others, one, keys, dice });
    if (found !== undefined) yield found;
  }
}

function ownObjects({ owners }: Derived, owner: string): readonly KubeObject[] {
  return owners.find(({ name }) => name === owner)?.objects ?? [];
}

interface Given {
  readonly subject: Case;
  readonly own: readonly KubeObject[];
  readonly others: readonly KubeObject[];
  readonly one: KeyOwner;
  readonly keys: readonly string[];
  readonly dice: Dice;
}

function spoil(name: string, given: Given): Spoilt | undefined {
  const { subject, own, others, one, keys, dice } = given;
  const around = [...subject.objects, ...others];
  if (name === allShields) {
    const stripped = withoutShields(own, one);
    if (JSON.stringify(stripped) === JSON.stringify(own)) return undefined;
    return { name, applied: [...around, ...stripped], isAimed: () => true };
  }
  const rule = mutations[name];
  if (rule !== undefined) {
    const spoilt = mutant(own, one, rule, dice);
    if (spoilt === undefined) return undefined;
    return { name, applied: [...around, ...spoilt.objects], isAimed: isNear([spoilt.route]) };
  }
  const mutation = objectMutations[name];
  if (mutation === undefined) throw new Error(`no mutation is called ${name}`);
  const set = { baseline: subject.objects, own, others };
  const spoilt = spoiltSet(set, one, { mutation, keys, dice });
  if (spoilt === undefined) return undefined;
  return { name, applied: spoilt.objects, isAimed: isNear(spoilt.spoilt) };
}

/** Spoilt routes, and those that they were derived from; all where no route is spoilt. */
function isNear(spoilt: readonly KubeObject[]): (route: Route) => boolean {
  const routes = spoilt.filter(({ kind }) => kind.endsWith('Route'));
  if (routes.length === 0) return () => true;
  const names = new Set(
    routes.flatMap((route) => [
      sourceName(route),
      route.metadata?.annotations?.[marks.derivedFrom] ?? '',
    ]),
  );
  return ({ kind, namespace, name }) => names.has(`${kind}/${namespace}/${name}`);
}
