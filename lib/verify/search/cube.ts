// A set of requests: conditions that all of them meet, and conditions that none of them meets.
//
// Dimensions are independent of each other: a method, header lines of one name, values of one
// parameter. So there is such a request where each dimension by itself has texts that hold what
// must hold and lack what must not (../text/text-answer.ts). Neighbours: condition.ts,
// key-state.ts, solve.ts.

import type { Law } from '../../routing/law';
import { holds, textAnswer } from '../text/text-answer';
import type { PathClass, TextAnswer, TextQuestion } from '../text/text-question';
import { type Condition, isGrpc } from './condition';
import type { KeyState, Keys } from './key-state';

/** All that requests of one class have in common. */
export interface Grounds {
  readonly law: Law;
  readonly keys: Keys;
  readonly state: KeyState;
  readonly paths: PathClass;
}

export class Cube {
  private constructor(
    readonly grounds: Grounds,
    readonly met: readonly Condition[],
    readonly unmet: readonly Condition[],
    /** Expressions of which it is not known whether such texts are there. */
    readonly undecided: readonly string[],
  ) {}

  /** All requests of a class and a key state. */
  static of(grounds: Grounds): Cube {
    const { carried } = grounds.state;
    if (carried === undefined) return new Cube(grounds, [], [], []);
    // A gRPC call has no query.
    const unmet = carried.carrier.type === 'query' ? [isGrpc] : [];
    return new Cube(grounds, [carried.condition], unmet, []);
  }

  /** Whether its requests meet a condition: all, none, or some. */
  truthOf(condition: Condition): 'all' | 'none' | 'some' {
    if (this.met.includes(condition)) return 'all';
    if (this.unmet.includes(condition)) return 'none';
    const { keys, state } = this.grounds;
    const key = keys.keyOf(condition);
    if (key !== undefined && key !== state.carried?.claim.owner.routingKey) return 'none';
    if (isAnything(condition)) return 'all';
    return this.#impliedBy(condition);
  }

  /** What an Exact text that must be there says of another condition. */
  #impliedBy({ dimension, literal, isFree }: Condition): 'all' | 'none' | 'some' {
    if (isFree) return 'some';
    for (const { dimension: own, literal: asked } of this.met) {
      if (own !== dimension || asked.type !== 'Exact') continue;
      const answer = holds(literal, asked.value);
      if (answer === true) return 'all';
      if (answer === false && this.isSingle(dimension)) return 'none';
    }
    return 'some';
  }

  /** Its requests that meet a condition, or those that do not; undefined: there are none. */
  with(condition: Condition, isMet: boolean): Cube | undefined {
    const truth = this.truthOf(condition);
    if (truth !== 'some') return (truth === 'all') === isMet ? this : undefined;
    const met = isMet ? [...this.met, condition] : this.met;
    const unmet = isMet ? this.unmet : [...this.unmet, condition];
    const next = new Cube(this.grounds, met, unmet, this.undecided);
    if (condition.isFree) return next;
    const answer = next.textsOf(condition.dimension);
    if ('none' in answer) return undefined;
    if (!('undecided' in answer) || this.undecided.includes(answer.undecided)) return next;
    return new Cube(this.grounds, met, unmet, [...this.undecided, answer.undecided]);
  }

  /** Its requests that meet all of some conditions. */
  withAll(conditions: readonly Condition[]): Cube | undefined {
    let cube: Cube | undefined = this;
    for (const one of conditions) cube = cube?.with(one, true);
    return cube;
  }

  /** Whether a dimension has one text: a method, a path, the header that a key travels in. */
  isSingle(dimension: string): boolean {
    const { law, keys } = this.grounds;
    if (dimension.startsWith('header ')) {
      if (law.splitsHeadersAtCommas !== 'no') return false;
      return keys.isCarrier(dimension) || !law.repeatedHeaders.includes('any line');
    }
    if (dimension.startsWith('query ')) {
      return keys.isCarrier(dimension) || !law.repeatedParameters.includes('any');
    }
    return true;
  }

  /** Texts of one dimension that its requests can have. */
  textsOf(dimension: string): TextAnswer {
    const { keys, state } = this.grounds;
    const isAsked = (one: Condition) => one.dimension === dimension && !one.isFree;
    const met = this.met.filter(isAsked);
    let unmet = this.unmet.filter(isAsked);
    const isCarrier = keys.isCarrier(dimension);
    if (!isCarrier && isPlain(met, unmet, this.isSingle(dimension))) {
      return { texts: met.map(plainText) };
    }
    const own = ownKeyIn(dimension, state);
    // Known keys are many: those are named that an answer would carry.
    for (let turn = 0; turn < mostTurns; turn += 1) {
      const answer = textAnswer(this.#question(dimension, met, unmet));
      if (!('texts' in answer) || !isCarrier) return answer;
      const carried = answer.texts.flatMap((text) => keys.carriedIn(dimension, text, own));
      if (carried.length === 0) return answer;
      unmet = [...unmet, ...carried];
    }
    return { undecided: unmet.map(({ id }) => id).join() };
  }

  #question(
    dimension: string,
    met: readonly Condition[],
    unmet: readonly Condition[],
  ): TextQuestion {
    const { law, paths } = this.grounds;
    const literals = {
      holds: met.map(({ literal }) => literal),
      lacks: unmet.map(({ literal }) => literal),
    };
    if (dimension === 'path') return { of: 'path', texts: 'one', within: paths, ...literals };
    const isCut = dimension.startsWith('header ') && law.splitsHeadersAtCommas !== 'no';
    return {
      of: 'value',
      texts: this.isSingle(dimension) ? 'one' : 'several',
      ...(isCut ? { withoutCommas: true } : {}),
      ...literals,
    };
  }
}

const mostTurns = 20;

/**
 * The key that a dimension may carry. Requests with a key in a parameter and in a header are looked at
 * where the header is: a GRPCRoute cannot ask for the parameter, so what is expected hangs on it there.
 */
function ownKeyIn(dimension: string, { carried }: KeyState): string | undefined {
  if (carried === undefined) return undefined;
  const { carrier, condition, claim } = carried;
  const isElsewhere = carrier.type === 'query' && condition.dimension !== dimension;
  return isElsewhere ? undefined : claim.owner.routingKey;
}

/** A data plane that takes every expression for met, whatever is sent. */
function isAnything({ literal }: Condition): boolean {
  return literal.type === 'RegularExpression' && literal.reading === 'anything';
}

/** Where nothing has to be thought about: Exact texts alone, and one where there may be one. */
function isPlain(
  met: readonly Condition[],
  unmet: readonly Condition[],
  isSingle: boolean,
): boolean {
  const all = [...met, ...unmet];
  if (all.some(({ dimension, literal }) => dimension === 'path' || literal.type !== 'Exact')) {
    return false;
  }
  return met.length < 2 || !isSingle;
}

function plainText({ literal }: Condition): string {
  return literal.type === 'Exact' ? literal.value : '';
}
