// Laws out of laws: one that leaves every question open, and any of the laws of single answers
// that a law holds possible.

import { type Answer, type Law, specification } from '../../lib/routing/law';
import { profileNames, profileOf } from '../../lib/routing/profile';
import { everyOrder } from '../../lib/routing/rank/order';
import type { Dice } from './dice';

const readings = ['whole', 'leftmost', 'search', 'anything'] as const;

/** All that any implementation may do. */
export const widest: Law = {
  ...openedAnswers(specification),
  orders: everyOrder,
  pathExpressions: readings,
  headerExpressions: readings,
  queryExpressions: readings,
  repeatedHeaders: ['joined', 'any line', 'every line', 'refused'],
};

function openedAnswers(law: Law): Law {
  const answers = new Set<unknown>(['yes', 'no', 'open']);
  const opened = Object.entries(law).map(([trait, value]) => [
    trait,
    answers.has(value) ? 'open' : value,
  ]);
  return Object.fromEntries(opened) as Law;
}

/** One of the laws that leave nothing open and that the given law allows. */
export function refined(law: Law, dice: Dice): Law {
  const settled = Object.entries(law).map(([trait, value]) => {
    if (Array.isArray(value)) return [trait, [dice.pick(value)]];
    return [trait, value === 'open' ? dice.pick<Answer>(['yes', 'no']) : value];
  });
  return Object.fromEntries(settled) as Law;
}

/** A load balancer's wildcards and another reading of one name twice, beside all that is open. */
const odd: Law = { ...widest, exactHeaders: 'wildcards', sameHeaderTwice: 'all' };

/** The specification first, then every profile, then laws that leave all open. */
export const everyLaw: readonly (readonly [name: string, law: Law])[] = [
  ...profileNames.flatMap((name) => {
    const law = profileOf(name)?.law;
    return law === undefined ? [] : [[name, law] as const];
  }),
  ['all that is open', widest],
  ['all that is open, values with wildcards', odd],
];
