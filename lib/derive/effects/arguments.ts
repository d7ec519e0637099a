// The command line of a container: its flags with their values, and its words.
//
// A flag stands as `--name=value`, `--name value`, `--name` or `-Dname=value`. Words are those of
// all `command` and `args` together, shell scripts among them, programs without their folder.
// Neighbour: effect-find.ts.

import { at, type Json, type JsonObject, listOf } from '../../model/manifest';

export interface Argument {
  /** As it stands there: `--leader-elect`. */
  readonly flag: string;
  /** Without dashes: `leader-elect`. */
  readonly name: string;
  /** `true` where nothing is said. */
  readonly value: string;
  readonly field: 'command' | 'args';
  /** The entry that holds the value. */
  readonly index: number;
  readonly form: 'joined' | 'next' | 'alone';
}

const fields = ['command', 'args'] as const;

const flagForm = /^(--?D?)([A-Za-z][A-Za-z0-9._-]*)(=?)/;

export function argumentsOf(container: Json): readonly Argument[] {
  return fields.flatMap((field) => {
    const words = listOf(at(container, [field]));
    return words.flatMap((_, index) => argumentAt(words, index, field) ?? []);
  });
}

function argumentAt(
  words: readonly Json[],
  index: number,
  field: Argument['field'],
): Argument | undefined {
  const word = words[index];
  const [whole, dashes, name, equals] = typeof word === 'string' ? (flagForm.exec(word) ?? []) : [];
  if (typeof word !== 'string' || whole === undefined || name === undefined) return undefined;
  const flag = `${dashes}${name}`;
  if (equals === '=') {
    return { flag, name, value: word.slice(whole.length), field, index, form: 'joined' };
  }
  // Text behind the name, as in `-x(...)`: no flag that we know.
  if (word.length > whole.length) return undefined;
  const next = words[index + 1];
  return typeof next === 'string' && !next.startsWith('-')
    ? { flag, name, value: next, field, index: index + 1, form: 'next' }
    : { flag, name, value: 'true', field, index, form: 'alone' };
}

/** The container with another value for one flag. */
export function withArgument(
  container: JsonObject,
  { flag, field, index, form }: Argument,
  value: string,
): JsonObject {
  const text = form === 'next' ? value : `${flag}=${value}`;
  const words = listOf(container[field]);
  return { ...container, [field]: words.map((word, at) => (at === index ? text : word)) };
}

/** All words of the command line in lower case, programs without the folder that they are in. */
export function wordsOf(container: Json): readonly string[] {
  return fields
    .flatMap((field) => listOf(at(container, [field])))
    .flatMap((entry) => (typeof entry === 'string' ? entry.split(/[\s;&|'"()]+/) : []))
    .filter((word) => word !== '')
    .map((word) => word.slice(word.lastIndexOf('/') + 1).toLowerCase());
}
