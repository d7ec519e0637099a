// Which texts of a request hold what some matches ask for, and nothing of what others ask for?
//
// What can be settled by looking at a text is: the one that is asked for outright, paths that nobody
// names, the shortest text of an expression. What is left is searched for among all texts
// (text-search.ts), beside as few literals as will do. Neighbours: literal.ts (what holds),
// text-question.ts.

import { remembered } from '../../model/memo';
import { isCarried, readsWell } from './carried-text';
import { holds, hugeExpression, idOf, isAnswer, isAnything, openExpression } from './literal';
import { freshPaths, isInClass } from './path-class';
import { shortestHit } from './shortest-hit';
import type { Literal, PathClass, TextAnswer, TextQuestion } from './text-question';
import { searchedText } from './text-search';

export { holds };

/** INVARIANT: memos of a pure function, nothing else; emptied when they grow past their size. */
const values = new Map<string, TextAnswer>();
const ofClass = remembered((_: PathClass) => new Map<string, TextAnswer>());
const memoSize = 50_000;

export function textAnswer(question: TextQuestion): TextAnswer {
  const memo = question.within === undefined ? values : ofClass(question.within);
  const id = questionId(question);
  const known = memo.get(id);
  if (known !== undefined) return known;
  const answer = answerTo(question);
  if (memo.size >= memoSize) memo.clear();
  memo.set(id, answer);
  return answer;
}

function questionId({ of, texts, withoutCommas, ...literals }: TextQuestion): string {
  const ids = [literals.holds, literals.lacks].map((side) => JSON.stringify(side.map(idOf)));
  return `${of} ${texts} ${withoutCommas === true} ${ids.join(' ')}`;
}

const none: TextAnswer = { none: true };

function answerTo(question: TextQuestion): TextAnswer {
  if (question.lacks.some(isAnything)) return none;
  const asked = [...new Map(question.holds.map((one) => [idOf(one), one])).values()];
  const literals = { ...question, holds: asked.filter((one) => !isAnything(one)) };
  if (question.of === 'value' && literals.holds.length === 0) return { texts: [] };
  const refused = new Set(question.lacks.map(idOf));
  if (literals.holds.some((one) => refused.has(idOf(one)))) return none;
  return question.texts === 'one' ? oneText(literals) : severalTexts(literals);
}

function oneText(question: TextQuestion): TextAnswer {
  const { lacks, within } = question;
  if (asksWith(question, openExpression)) return besideUnread(question, openExpression);
  const given = within?.type === 'Exact' ? within.value : exactOf(question.holds);
  if (given !== undefined && (isPossible(given, question) || question.withoutCommas !== true)) {
    return isPossible(given, question) && isAnswer(given, question) ? { texts: [given] } : none;
  }
  if (asksWith(question, hugeExpression)) return besideUnread(question, hugeExpression);
  if (within?.type === 'PathPrefix' && question.holds.length === 0) {
    const isFresh = (path: string) => isPossible(path, question) && isAnswer(path, question);
    for (const path of freshPaths(within)) if (isFresh(path)) return { texts: [path] };
  }
  if (lacks.length > 0) return textBeside(question);
  const [one, ...others] = question.holds;
  const hit = one === undefined || others.length > 0 ? undefined : shortestHit(one);
  const isGood = hit !== undefined && readsWell(hit, question.of) && isPossible(hit, question);
  return isGood && isAnswer(hit, question) ? { texts: [hit] } : searchedText(question);
}

/**
 * A search beside few literals is short, so only those are searched with that texts were found to
 * hold: where there is no text beside some, there is none beside all.
 */
function textBeside(question: TextQuestion): TextAnswer {
  let lacks: readonly Literal[] = [];
  let answer = textAnswer({ ...question, lacks });
  for (let round = 0; round < mostRounds && 'texts' in answer; round += 1) {
    const [text = ''] = answer.texts;
    const held = question.lacks.filter((one) => !lacks.includes(one) && holds(one, text) !== false);
    if (held.length === 0) return answer;
    lacks = [...lacks, ...held];
    answer = searchedText({ ...question, lacks });
  }
  return 'texts' in answer ? searchedText(question) : answer;
}

const mostRounds = 12;

type Find = (literal: Literal) => string | undefined;

function asksWith({ holds, lacks }: TextQuestion, find: Find): boolean {
  return [...holds, ...lacks].some((one) => find(one) !== undefined);
}

/** Where expressions may mean anything, only what the others rule out is certain. */
function besideUnread(question: TextQuestion, find: Find): TextAnswer {
  const isRead = (one: Literal) => find(one) === undefined;
  const [undecided = ''] = [...question.holds, ...question.lacks].flatMap((one) => find(one) ?? []);
  const holds = question.holds.filter(isRead);
  const lacks = question.lacks.filter(isRead);
  const answer = textAnswer({ ...question, holds, lacks });
  return 'none' in answer ? none : { undecided };
}

function exactOf(literals: readonly Literal[]): string | undefined {
  return literals.find((one) => one.type === 'Exact')?.value;
}

function isPossible(text: string, question: TextQuestion): boolean {
  if (!isCarried(text, question)) return false;
  if (question.of === 'value') return true;
  return question.within === undefined ? text.startsWith('/') : isInClass(question.within, text);
}

/** One text that holds all where there is one, else few that hold all together. */
function severalTexts(question: TextQuestion): TextAnswer {
  const one = { ...question, texts: 'one' } as const;
  const together = textAnswer(one);
  if ('texts' in together) return together;
  const texts: string[] = [];
  let undecided: TextAnswer | undefined;
  for (const literal of question.holds) {
    const alone = textAnswer({ ...one, holds: [literal] });
    if ('none' in alone) return none;
    if ('undecided' in alone) undecided ??= alone;
    else texts.push(...alone.texts);
  }
  return undecided ?? { texts: fewest(texts, question.holds) };
}

/** The text that holds the most of what is left, again and again. */
function fewest(texts: readonly string[], literals: readonly Literal[]): readonly string[] {
  const chosen: string[] = [];
  for (let left = literals; left.length > 0; ) {
    const ranked = texts.map((text) => ({
      text,
      missed: left.filter((one) => holds(one, text) !== true),
    }));
    const [best] = ranked.sort((one, other) => one.missed.length - other.missed.length);
    if (best === undefined || best.missed.length === left.length) break;
    chosen.push(best.text);
    left = best.missed;
  }
  return chosen;
}
