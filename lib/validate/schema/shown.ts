// A value of somebody's as a message shows it: in backticks, and not all of a long one.
//
// Neighbours: keywords.ts, walk.ts, ../rules/ (who speak of values).

import type { Json } from '../../model/manifest';

/** So many characters are shown. */
const most = 60;

export function shown(value: Json): string {
  if (typeof value === 'string') return `\`${cut(value)}\``;
  if (value === null || typeof value !== 'object') return `\`${value}\``;
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** The same with its type, which quotes alone may tell: the text `80`, the number `80`. */
export function shownWithType(value: Json): string {
  if (typeof value === 'string') return `the text ${shown(value)}`;
  if (typeof value === 'boolean') return `the boolean ${shown(value)}`;
  return typeof value === 'number' || typeof value === 'bigint'
    ? `the number ${shown(value)}`
    : shown(value);
}

function cut(text: string): string {
  if (text.length <= most) return text;
  // Half a pair of surrogates is no character.
  const end = /[\ud800-\udbff]/.test(text.charAt(most - 1)) ? most - 1 : most;
  return `${text.slice(0, end)}…`;
}
