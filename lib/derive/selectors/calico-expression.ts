// Calico's selectors, which are a text: `app == 'cart' && tier in { 'web', 'api' }`.
//
// A conjunction is read as the requirements that it consists of. Whatever else the language
// has (`||`, brackets, parts of values) is not: such a text is unread, and `keysIn` tells of
// which labels it speaks (../policy/unread-selectors.ts).

import type { Requirement, Selector } from '../../model/selector';

const key = `([A-Za-z0-9_./-]+)`;
const value = `(?:'([^']*)'|"([^"]*)")`;

const hasKey = new RegExp(String.raw`^(!)?\s*has\(\s*${key}\s*\)$`);
const equals = new RegExp(String.raw`^${key}\s*(==|!=)\s*${value}$`);
const isIn = new RegExp(String.raw`^${key}\s+(not\s+)?in\s*\{([^{}]*)\}$`);
const quoted = new RegExp(value, 'g');

/** The selector of a text; undefined where it is more than a conjunction. */
export function expressionSelector(text: string): Selector | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'all()') return [];
  const parts = trimmed.split('&&').map((part) => partOf(part.trim()));
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? undefined : known.flat();
}

function partOf(text: string): Selector | undefined {
  if (text === 'all()') return [];
  const requirement = requirementOf(text);
  return requirement && [requirement];
}

function requirementOf(text: string): Requirement | undefined {
  const has = hasKey.exec(text);
  if (has?.[2] !== undefined) {
    return { key: has[2], operator: has[1] === '!' ? 'DoesNotExist' : 'Exists', values: [] };
  }
  const equal = equals.exec(text);
  if (equal?.[1] !== undefined) {
    const only = equal[3] ?? equal[4] ?? '';
    return { key: equal[1], operator: equal[2] === '==' ? 'In' : 'NotIn', values: [only] };
  }
  const within = isIn.exec(text);
  if (within?.[1] === undefined) return undefined;
  const values = [...(within[3] ?? '').matchAll(quoted)].map(([, one, two]) => one ?? two ?? '');
  return { key: within[1], operator: within[2] === undefined ? 'In' : 'NotIn', values };
}

/** The words of a text that may be keys of labels: all that stands outside quotes. */
export function keysIn(text: string): ReadonlySet<string> {
  return new Set(text.replace(quoted, ' ').match(/[A-Za-z0-9_./-]+/g) ?? []);
}

/** The labels as a text that selects them, for a copy of the policy. */
export function expressionOf(labels: { readonly [key: string]: string }): string {
  return Object.entries(labels)
    .map(([name, only]) => `${name} == '${only}'`)
    .join(' && ');
}
