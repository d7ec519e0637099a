// Every way to spoil what is applied, rule by rule and object by object, under one roof.
//
// Neighbours: ../oracle/mutation.ts, ../oracle/object-mutation.ts, verify.test.ts.

import type { KubeObject } from '../../lib/model/manifest';
import { marks, sourceName } from '../../lib/model/marks';
import type { Case } from '../arbitrary/baseline';
import { Dice } from '../arbitrary/dice';
import { baselineMutations } from '../oracle/baseline-mutation';
import { type Derived, deriveCase } from '../oracle/derive';
import { type Aim, anywhere } from '../oracle/grid-places';
import { mutant, mutations } from '../oracle/mutation';
import { spoiltSet } from '../oracle/object-change';
import { objectMutations } from '../oracle/object-mutation';
import { type KeyOwner, ownersOf } from '../oracle/owners';
import { withoutShields } from '../oracle/shields';
import { type Route, type Rule, worldOf } from '../oracle/world';

export interface Spoilt {
  readonly name: string;
  readonly applied: readonly KubeObject[];
  /** What was there instead. */
  readonly spoilt: readonly KubeObject[];
  readonly aim: Aim;
}

const allShields = 'all shields dropped';

export const mutantNames: readonly string[] = [
  ...Object.keys(mutations),
  ...Object.keys(objectMutations),
  ...Object.keys(baselineMutations),
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
    return made(name, [...around, ...own], [...around, ...stripped]);
  }
  const rule = mutations[name];
  if (rule !== undefined) {
    const spoilt = mutant(own, one, rule, dice);
    if (spoilt === undefined) return undefined;
    return made(name, [...around, ...own], [...around, ...spoilt.objects]);
  }
  const mutation = objectMutations[name] ?? baselineMutations[name];
  if (mutation === undefined) throw new Error(`no mutation is called ${name}`);
  const set = { baseline: subject.objects, own, others };
  const spoilt = spoiltSet(set, one, { mutation, keys, dice });
  if (spoilt === undefined) return undefined;
  return made(name, [...around, ...own], spoilt);
}

function made(name: string, whole: readonly KubeObject[], applied: readonly KubeObject[]): Spoilt {
  const [before, after] = [new Set(whole), new Set(applied)];
  const spoilt = whole.filter((object) => !after.has(object));
  const fresh = applied.filter((object) => !before.has(object));
  return { name, applied, spoilt, aim: aimAt(spoilt, fresh) };
}

/** Rules that are on one side alone; then the routes that they are of, and were derived from. */
function aimAt(spoilt: readonly KubeObject[], fresh: readonly KubeObject[]): Aim {
  const routes = [...spoilt, ...fresh].filter(({ kind }) => kind.endsWith('Route'));
  if (routes.length === 0) return aimAtServices(spoilt);
  const names = new Set(
    routes.flatMap((route) => [
      sourceName(route),
      route.metadata?.annotations?.[marks.derivedFrom] ?? '',
    ]),
  );
  const [left, right] = [spoilt, fresh].map((list) => new Set(worldOf(list).routes.flatMap(texts)));
  return {
    isNear: ({ kind, namespace, name }) => names.has(`${kind}/${namespace}/${name}`),
    isHot: (_, rule) => {
      const text = ruleText(rule);
      return left?.has(text) !== right?.has(text);
    },
  };
}

/** Rules that send to the Services, and all besides. */
function aimAtServices(spoilt: readonly KubeObject[]): Aim {
  const services = spoilt.filter(({ kind }) => kind === 'Service');
  const names = services.map(({ metadata }) => `"name":"${metadata?.name ?? ''}"`);
  return {
    ...anywhere,
    isHot: (_, rule) => names.some((name) => ruleText(rule).includes(name)),
  };
}

const texts = ({ rules }: Route) => rules.map(ruleText);

function ruleText({ index: _, ...rule }: Rule): string {
  return JSON.stringify(rule);
}
