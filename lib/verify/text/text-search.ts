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
import { askedBy, isAnswer } from './literal';
import { literalReader } from './literal-reader';
import { classRules } from './path-class';
import { type Meeting, type Met, shortestText } from './shortest-text';
import type { Literal, TextAnswer, TextQuestion } from './text-question';
import { wordRules } from './word-rules';

/** What is asked of a text; undefined literal: by its place, or by several literals at once. */
interface Part {
  readonly reader: Reader;
  readonly isRefused: boolean;
  readonly literal?: Literal;
}

interface WalkedPart extends Part {
  readonly automaton: Automaton;
}

interface Found {
  readonly met: Met;
  readonly walked: readonly WalkedPart[];
}

/** INVARIANT: no literal is open, `texts` is `one`, and no path is given outright. */
export function searchedText(question: TextQuestion): TextAnswer {
  const budget: Budget = { left: wholeBudget };
  const parts = partsOf(question, budget);
  const { met, walked } = search(question, [shapeOf(question), ...parts], budget);
  if (typeof met === 'object') return { texts: [met.text] };
  if (met === 'spent') return { undecided: blamed(question, walked) };
  if (question.withoutCommas !== true) return { none: true };
  // A part may have blanks around it where others stand beside it; alone it cannot be shown.
  const loose = search(question, parts, budget);
  if (loose.met === 'none') return { none: true };
  return { undecided: blamed(question, loose.walked) };
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
    return reader === undefined ? [] : [{ reader, isRefused, literal }];
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
  if (characters === undefined) return { met: 'spent', walked: [] };
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
  return { met: bestMet(meeting, plainShape.over(characters)), walked };
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
function blamed({ holds, lacks }: TextQuestion, walked: readonly WalkedPart[]): string {
  const read = new Set(walked.map(({ literal }) => literal));
  const unread = [...holds, ...lacks].find((one) => one.type !== 'Exact' && !read.has(one));
  const [largest] = walked
    .filter(({ literal }) => literal !== undefined && literal.type !== 'Exact')
    .sort((one, other) => other.automaton.size() - one.automaton.size());
  const [first] = holds;
  const literal = unread ?? largest?.literal ?? first;
  return literal === undefined ? '' : askedBy(literal);
}
