// One text that holds these literals and lacks those, looked for among all that a request can carry.
//
// First among those that read well, then among all; that there is none is said of all alone. What
// nobody can read is left out of the search: if there is no text even so, there is none, and a text
// that is found is asked of every literal (literal.ts) before it is believed, so readers that were
// wrong could cost an answer and give no wrong one. Neighbours: text-answer.ts (who asks),
// carried-text.ts, shortest-text.ts.

import { alphabetOf, type Character } from './alphabet';
import { type Automaton, type Reader, readerOf } from './automaton';
import { type Budget, wholeBudget } from './budget';
import { carriedIn, filledRules, normalPathRules, trimmedRules } from './carried-text';
import { expressionsOf, isAnswer } from './literal';
import { literalReader } from './literal-reader';
import { classRules } from './path-class';
import { type Meeting, type Met, shortestText } from './shortest-text';
import type { Literal, TextAnswer, TextQuestion } from './text-question';
import { wordRules } from './word-rules';

/** What is asked of a text, and the expression that asks it. */
interface Part {
  readonly reader: Reader;
  readonly isRefused: boolean;
  readonly expression?: string;
}

interface Found {
  readonly met: Met;
  /** The expression that makes the search long. */
  readonly blamed: string;
}

/** INVARIANT: no literal is open, `texts` is `one`, and no path is given outright. */
export function searchedText(question: TextQuestion): TextAnswer {
  const budget: Budget = { left: wholeBudget };
  const parts = partsOf(question, budget);
  const { met, blamed } = search(question, [shapeOf(question), ...parts], budget);
  if (typeof met === 'object') return { texts: [met.text] };
  if (met === 'spent') return { undecided: blamed };
  if (question.withoutCommas !== true) return { none: true };
  // A part may have blanks around it where others stand beside it; alone it cannot be shown.
  const loose = search(question, parts, budget);
  return loose.met === 'none' ? { none: true } : { undecided: loose.blamed };
}

function shapeOf({ of, within }: TextQuestion): Part {
  if (of === 'value') return { reader: readerOf(trimmedRules), isRefused: false };
  const every = { type: 'PathPrefix', key: '', exceptBelow: [], exceptExact: [] } as const;
  const paths = within ?? every;
  const reader =
    paths.type === 'Exact' ? readerOf(wordRules([paths.value])) : readerOf(classRules(paths));
  return { reader, isRefused: false };
}

function partsOf({ holds, lacks }: TextQuestion, budget: Budget): readonly Part[] {
  const part = (literal: Literal, isRefused: boolean): readonly Part[] => {
    const reader = literalReader(literal, budget);
    const [expression] = expressionsOf(literal);
    if (reader === undefined) return [];
    return [{ reader, isRefused, ...(expression === undefined ? {} : { expression }) }];
  };
  // However many texts are not to be, they are read as one.
  const words = lacks.flatMap((one) => (one.type === 'Exact' ? [one.value] : []));
  const others = lacks.filter(({ type }) => type !== 'Exact');
  return [
    ...holds.flatMap((one) => part(one, false)),
    ...(words.length === 0 ? [] : [{ reader: readerOf(wordRules(words)), isRefused: true }]),
    ...others.flatMap((one) => part(one, true)),
  ];
}

function search(question: TextQuestion, parts: readonly Part[], budget: Budget): Found {
  const plainShape = readerOf(question.of === 'path' ? normalPathRules : filledRules);
  const sets = [plainShape, ...parts.map(({ reader }) => reader)].flatMap((one) => one.sets);
  budget.left = wholeBudget;
  const characters = alphabetOf(carriedIn(question), sets, budget);
  if (characters === undefined) return { met: 'spent', blamed: blamed(question, []) };
  const walked = parts.map((part) => ({ ...part, automaton: part.reader.over(characters) }));
  const side = (isRefused: boolean) =>
    walked.filter((one) => one.isRefused === isRefused).map(({ automaton }) => automaton);
  const meeting = {
    accepting: side(false),
    refusing: side(true),
    characters,
    budget,
    isWanted: (text: string) => isAnswer(text, question),
  };
  const met = bestMet(meeting, plainShape.over(characters));
  return { met, blamed: blamed(question, walked) };
}

function bestMet(meeting: Omit<Meeting, 'tried'>, plainShape: Automaton): Met {
  const among = (isTried: (one: Character) => boolean, shapes: readonly Automaton[] = []): Met => {
    meeting.budget.left = wholeBudget;
    const tried = meeting.characters.flatMap((one, index) => (isTried(one) ? [index] : []));
    return shortestText({ ...meeting, accepting: [...shapes, ...meeting.accepting], tried });
  };
  const plain = among(({ isPlain }) => isPlain, [plainShape]);
  if (plain !== 'none') return plain;
  const any = among(() => true);
  if (typeof any !== 'object' || isAscii(any.text)) return any;
  const ascii = among(({ text }) => isAscii(text));
  return typeof ascii === 'object' ? ascii : any;
}

function isAscii(text: string): boolean {
  return /^[\t -~]*$/.test(text);
}

/** What could not be read at all, or else what has the most states. */
function blamed(
  { holds, lacks }: TextQuestion,
  walked: readonly (Part & { readonly automaton: Automaton })[],
): string {
  const literals = [...holds, ...lacks];
  const read = new Set(walked.map(({ expression }) => expression));
  const all = literals.flatMap((one) => {
    const [expression] = expressionsOf(one);
    return expression ?? (one.type === 'Wildcards' ? one.value : []);
  });
  const unread = all.find((expression) => !read.has(expression));
  if (unread !== undefined) return unread;
  const [largest] = walked
    .filter(({ expression }) => expression !== undefined)
    .sort((one, other) => other.automaton.size() - one.automaton.size());
  return largest?.expression ?? '';
}
