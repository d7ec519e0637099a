// Where patches may change a workload: every leaf that a patch adds, changes or takes away must lie
// at or below one of the allowed JSON pointers.
//
// The workload is compared before and after the patch, so it is all the same how the patch says it,
// and nothing that a merge does by itself goes unseen. Entries of lists are told apart by index, as
// JSON pointers do. Neighbours: ../customize/customize.ts (who asks), fork-guard.ts.

import { isObject, type Json, type JsonObject } from '../../model/manifest';

/** The steps of a JSON pointer (RFC 6901). */
type Pointer = readonly string[];

/** The JSON pointers of what differs and is not allowed, in order. */
export function changesNotAllowed(
  before: JsonObject,
  after: JsonObject,
  allowed: readonly string[],
): readonly string[] {
  const limits = allowed.map(stepsOf);
  const found: string[] = [];
  differences(before, after, [], (pointer) => {
    if (!limits.some((limit) => covers(limit, pointer))) found.push(textOf(pointer));
  });
  return found;
}

/** Calls with each leaf that is not the same on both sides. */
function differences(
  before: Json | undefined,
  after: Json | undefined,
  at: Pointer,
  call: (pointer: Pointer) => void,
): void {
  const kinds = new Set([kindOf(before), kindOf(after)]);
  kinds.delete('absent');
  // Side by side only where both are of one kind, or one is not there at all.
  if (kinds.size === 1 && !kinds.has('leaf')) {
    const [left, right] = [childrenOf(before), childrenOf(after)];
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      differences(left.get(key), right.get(key), [...at, key], call);
    }
    const isWhole = left.size + right.size > 0 || (before !== undefined && after !== undefined);
    // An empty list or object that comes or goes is a leaf itself.
    if (!isWhole) call(at);
    return;
  }
  if (before !== after) call(at);
}

function kindOf(value: Json | undefined): 'absent' | 'list' | 'object' | 'leaf' {
  if (value === undefined) return 'absent';
  if (Array.isArray(value)) return 'list';
  return isObject(value) ? 'object' : 'leaf';
}

function childrenOf(value: Json | undefined): ReadonlyMap<string, Json | undefined> {
  if (Array.isArray(value)) return new Map(value.map((one: Json, at) => [String(at), one]));
  return new Map(isObject(value) ? Object.entries(value) : []);
}

function covers(limit: Pointer, pointer: Pointer): boolean {
  return (
    limit.length <= pointer.length &&
    limit.every((step, at) => step === '*' || step === pointer[at])
  );
}

/** A pointer without a `/` before it, or with one behind it, is read as it is meant. */
function stepsOf(text: string): Pointer {
  const steps = text.replace(/^\//, '').replace(/\/$/, '');
  if (steps === '') return [];
  return steps.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function textOf(pointer: Pointer): string {
  return pointer.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
