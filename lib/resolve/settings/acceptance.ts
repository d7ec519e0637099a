// One entry of the setting `accept`: a finding that somebody takes upon himself, with a reason.
//
// Neighbours: ../../model/finding.ts (the codes).

import type { Acceptance } from '../../model/config';
import { findingCodes } from '../../model/finding';
import type { FieldPath, Json } from '../../model/manifest';
import { nearest } from '../../model/spelling';
import type { DocumentReader } from '../document-reader';

export function readAcceptance(
  value: Json,
  path: FieldPath,
  reader: DocumentReader,
): readonly Acceptance[] {
  const raw = reader.fields(value, path, ['code', 'object', 'reason']);
  const word = reader.text(raw.code, [...path, 'code']);
  const object = reader.filledText(raw.object, [...path, 'object']);
  const reason = reader.text(raw.reason, [...path, 'reason']);
  const code = findingCodes.find((known) => known === word);
  if (word !== undefined && code === undefined) {
    const near = nearest(word, findingCodes);
    const hint =
      near === undefined
        ? 'use the code that stands before the message'
        : `did you mean \`${near}\`?`;
    reader.report([...path, 'code'], `is \`${word}\`, which no message has`, hint);
  }
  if (reason?.trim() === '') {
    reader.report([...path, 'reason'], 'is empty', 'say why this may stay as it is');
  }
  if (code === undefined || object === undefined || reason === undefined) return [];
  return [{ code, object, reason }];
}
