// Names of headers that stand twice where only one of them counts.
//
// The law is `HTTPHeaderMatch.Name` and `HTTPHeaderFilter`: names are compared in any case, of two
// matches of one name the first counts, and a filter does one thing to a header. The API server
// compares them letter by letter, and each list of a filter alone. Neighbours: rule-findings.ts.

import { at, type FieldPath, type Json, listOf, textOf } from '../../model/manifest';
import { allFilters, type RuleCase, type Said } from './rule-case';

interface Named {
  readonly name: string;
  readonly path: FieldPath;
}

/** Each entry with a name that stands before it, whatever its case. */
function repeated(entries: readonly Named[]): readonly { entry: Named; first: Named }[] {
  const seen = new Map<string, Named>();
  return entries.flatMap((entry) => {
    const key = entry.name.toLowerCase();
    const first = seen.get(key);
    if (first === undefined) seen.set(key, entry);
    return first === undefined ? [] : [{ entry, first }];
  });
}

function namesIn(list: Json | undefined, path: FieldPath): readonly Named[] {
  return listOf(list).flatMap((entry, index) => {
    const name = textOf(entry) ?? textOf(at(entry, ['name']));
    return name === undefined ? [] : [{ name, path: [...path, index] }];
  });
}

export function headersMatchedTwice({ rule }: RuleCase): readonly Said[] {
  return listOf(at(rule.raw, ['matches'])).flatMap((match, index) => {
    const path = ['matches', index, 'headers'];
    return repeated(namesIn(at(match, ['headers']), path)).map(({ entry, first }) => ({
      code: 'header-matched-twice' as const,
      text: `asks for the header \`${entry.name}\` in match ${index} where \`${first.name}\` stands before it: names are the same in any case, and only the first counts`,
      hint: 'keep one entry, with an expression that holds both',
      path: entry.path,
    }));
  });
}

const modifiers = ['requestHeaderModifier', 'responseHeaderModifier'];
const actions = ['set', 'add', 'remove'];

export function headersChangedTwice({ rule }: RuleCase): readonly Said[] {
  return allFilters(rule.raw).flatMap(({ filter, path }) =>
    modifiers.flatMap((modifier) => {
      const entries = actions.flatMap((action) =>
        namesIn(at(filter, [modifier, action]), [...path, modifier, action]),
      );
      return repeated(entries).map(({ entry, first }) => ({
        code: 'header-changed-twice' as const,
        text: `changes the header \`${entry.name}\` twice in one filter, by \`${actionOf(first)}\` and by \`${actionOf(entry)}\`, and the specification allows one change of a header`,
        hint: 'keep one of them; to replace a value `set` is enough',
        path: entry.path,
      }));
    }),
  );
}

function actionOf({ path }: Named): string {
  return String(path.at(-2));
}
