// What the API server asks of ConfigMaps and Secrets: keys that can be names of files, each once, and
// no more than a mebibyte in all.
//
// Neighbours: core-rules.ts, rule.ts.

import { isObject, type KubeObject } from '../../model/manifest';
import { shown } from '../schema/shown';
import type { Tell } from './rule';

const fields = ['data', 'binaryData', 'stringData'] as const;
const most = 1024 * 1024;

export function configRules(object: KubeObject, tell: Tell): void {
  let size = 0;
  const seen = new Map<string, string>();
  for (const field of fields) {
    const map = object[field];
    if (!isObject(map)) continue;
    for (const [key, value] of Object.entries(map)) {
      if (typeof value === 'string') size += value.length;
      const path = [field, key];
      if (key.length > 253 || !/^[-._a-zA-Z0-9]+$/.test(key) || /^\.\.?$|^\.\./.test(key)) {
        const text = `has the key ${shown(key)}, which is none that a key may be`;
        tell({ path, text, hint: 'write at most 253 letters, digits, `-`, `_` and `.`' });
      }
      const first = seen.get(key);
      seen.set(key, field);
      // Of a Secret the plain text goes before what is encoded.
      if (first !== undefined && field === 'binaryData') {
        tell({ path, text: `stands in ${shown(first)} too`, hint: 'keep one of them' });
      }
    }
  }
  // Base64 takes a third more than what it stands for.
  if (size > (most * 4) / 3 + 1024) {
    const text = `holds ${size} characters, and a mebibyte is the most`;
    tell({ code: 'size-out-of-range', path: ['data'], text, hint: 'split it' });
  }
}
