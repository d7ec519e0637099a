// `config`: ConfigMaps that the fork reads with a change, and ConfigMaps and Secrets in whose
// place it reads others.
//
// Values of Secrets are never taken, since all that a sandbox says ends up in the output, and so
// in Git; messages do not repeat them either.

import type { ConfigChange } from '../../model/fork';
import type { FieldPath, Json, JsonObject } from '../../model/manifest';
import type { DocumentReader } from '../document-reader';

const kinds = ['ConfigMap', 'Secret'] as const;

/** What Kubernetes takes for a file of a volume. */
const dataKey = /^(?!\.{1,2}$|\.\.)[-._a-zA-Z0-9]{1,253}$/;

export function readConfigChanges(
  value: Json | undefined,
  path: FieldPath,
  reader: DocumentReader,
): readonly ConfigChange[] | undefined {
  if (value === undefined || value === null) return undefined;
  const seen = new Set<string>();
  return reader.entries(value, path, (entry, place) =>
    readChange(entry, place, reader).filter(({ kind, name }) => {
      const object = `${kind} ${name}`;
      if (seen.has(object)) {
        reader.report(place, `changes ${object} once more`, 'say all of it in one entry');
      }
      seen.add(object);
      return true;
    }),
  );
}

function readChange(value: Json, path: FieldPath, reader: DocumentReader): readonly ConfigChange[] {
  const raw = reader.fields(value, path, ['kind', 'name', 'data', 'use']);
  const kind = reader.oneOf(raw.kind, [...path, 'kind'], kinds, 'ConfigMap');
  const name = reader.filledText(raw.name, [...path, 'name']);
  const use = reader.optionalObjectName(raw.use, [...path, 'use']);
  const hasData = raw.data !== undefined && raw.data !== null;
  const hasUse = raw.use !== undefined && raw.use !== null;
  if (kind === 'Secret' && hasData) {
    reader.report(
      [...path, 'data'],
      'gives values to a Secret, which would stand in what is written',
      'make a Secret of that content yourself (ExternalSecret, SealedSecret) and name it with `use`',
    );
  } else if (hasData === hasUse) {
    const problem = hasUse ? 'has both `data` and `use`' : 'has neither `data` nor `use`';
    const hint = 'give `data` for a changed copy, or `use` for another object in its place';
    reader.report(path, problem, kind === 'Secret' ? 'name another Secret with `use`' : hint);
  }
  const data = kind === 'ConfigMap' ? readData(raw, path, reader) : undefined;
  if (name === undefined) return [];
  if (use !== undefined) return [{ kind, name, use }];
  return data === undefined ? [] : [{ kind: 'ConfigMap', name, data }];
}

function readData(
  { data }: JsonObject,
  path: FieldPath,
  reader: DocumentReader,
): { readonly [key: string]: string | null } | undefined {
  const place = [...path, 'data'];
  const raw = reader.object(data, place);
  if (raw === undefined) return undefined;
  const pairs = Object.entries(raw).flatMap(([key, held]) => {
    const at = [...place, key];
    if (!dataKey.test(key)) {
      reader.report(at, 'is no key of a ConfigMap', 'use letters, digits, `-`, `_` and `.`');
    }
    const text = held === null ? null : reader.text(held, at);
    return text === undefined ? [] : [[key, text] as const];
  });
  return Object.fromEntries(pairs);
}
