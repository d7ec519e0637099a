// Props that hold values by names of the caller's: variants, versions, entrances.

import type { IConstruct } from 'constructs';
import { isObject } from '../../model/manifest';
import { misuse } from '../misuse';

/** TypeScript sees to it that there is an object; plain JavaScript may leave it out. */
export function namedEntries<T>(
  construct: IConstruct,
  name: string,
  value: { readonly [name: string]: T },
): readonly (readonly [string, T])[] {
  if (isObject(value)) return Object.entries(value);
  const hint = `write ${name}: { ... }`;
  throw misuse(construct, { message: `\`${name}\` is no object of values by name`, hint });
}
