// Ways to change what is applied, one object at a time: what mutations are made of.
//
// Neighbours: object-mutation.ts, baseline-mutation.ts (the mutations), mutation.ts (one rule spoilt).

import {
  at,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
  textOf,
} from '../../lib/model/manifest';
import type { Dice } from '../arbitrary/dice';
import type { KeyOwner } from './owners';

/** All that is applied. */
export interface AppliedSet {
  readonly baseline: readonly KubeObject[];
  /** Of the owner that is spoilt, and of all others. */
  readonly own: readonly KubeObject[];
  readonly others: readonly KubeObject[];
}

/** What is there instead of an object; nothing where it is gone. */
export interface Change {
  readonly of: KubeObject;
  readonly as: readonly KubeObject[];
}

/** Several objects changed at once. */
export type Changes = readonly Change[];

/** All ways of one kind in which what is applied can be spoilt. */
export type Mutation = (
  applied: AppliedSet,
  one: KeyOwner,
  keys: readonly string[],
) => readonly Changes[];

export const isRoute = ({ kind }: KubeObject) => kind === 'HTTPRoute' || kind === 'GRPCRoute';

export function withSpec(object: KubeObject, change: JsonObject): KubeObject {
  return { ...object, spec: { ...(isObject(object.spec) ? object.spec : {}), ...change } };
}

export const rulesOf = (route: KubeObject) => listOf(at(route, ['spec', 'rules']));

/** Every change of one field of a derived route's spec that the function thinks of. */
export function ofSpec(
  field: string,
  change: (list: readonly Json[], route: KubeObject) => readonly (readonly Json[] | undefined)[],
): Mutation {
  return ({ own }) =>
    own
      .filter(isRoute)
      .flatMap((route) =>
        change(listOf(at(route, ['spec', field])), route).map((list) => [
          { of: route, as: [withSpec(route, { [field]: list })] },
        ]),
      );
}

export const without = <T>(list: readonly T[], place: number): T[] =>
  list.filter((_, index) => index !== place);

export const replaced = <T>(list: readonly T[], place: number, item: T): T[] =>
  list.map((one, index) => (index === place ? item : one));

/** Every object of the owner for which it is so, taken out. */
export function gone(isIt: (object: KubeObject) => boolean): Mutation {
  return ({ own }) => own.filter(isIt).map((object) => [{ of: object, as: [] }]);
}

/** Every text of the entries that ask for the owner's key, written in another way. */
export function keysWritten(
  write: (text: string, key: string, keys: readonly string[]) => readonly string[],
): Mutation {
  return ({ own }, { owner }, keys) =>
    own.filter(isRoute).flatMap((route) =>
      rulesOf(route).flatMap((rule, place) =>
        listOf(at(rule, ['matches'])).flatMap((match, number) =>
          (['headers', 'queryParams'] as const).flatMap((field) =>
            listOf(at(match, [field])).flatMap((entry, index) => {
              const text = textOf(at(entry, ['value'])) ?? '';
              if (!text.includes(owner.routingKey) || !isObject(entry) || !isObject(match))
                return [];
              return write(text, owner.routingKey, keys).map((value) => {
                const entries = replaced(listOf(match[field]), index, { ...entry, value });
                const matches = replaced(listOf(at(rule, ['matches'])), number, {
                  ...match,
                  [field]: entries,
                });
                const rules = replaced(rulesOf(route), place, { ...(rule as JsonObject), matches });
                return [{ of: route, as: [withSpec(route, { rules })] }];
              });
            }),
          ),
        ),
      ),
    );
}

/** A parentRef without one of its fields. */
export function lessOf(ref: Json, field: string): Json {
  const { [field]: _, ...rest } = isObject(ref) ? ref : {};
  return rest;
}

export function renamed(object: KubeObject, name: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, name } };
}

/** One of the ways, by chance; undefined where nothing can be wrong in that way. */
export function spoiltSet(
  applied: AppliedSet,
  one: KeyOwner,
  {
    mutation,
    keys,
    dice,
  }: { readonly mutation: Mutation; readonly keys: readonly string[]; readonly dice: Dice },
): readonly KubeObject[] | undefined {
  const ways = mutation(applied, one, keys);
  if (ways.length === 0) return undefined;
  const changes = dice.pick(ways);
  const { baseline, own, others } = applied;
  return [...baseline, ...own, ...others].flatMap(
    (object) => changes.find(({ of }) => of === object)?.as ?? [object],
  );
}
