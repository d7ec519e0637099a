// What a rule says of timeouts, retries and sessions, without the names of sessions: a derived rule
// has names of its own, or a cookie would pin the clients of one side to the other (GEP-1619).
//
// Neighbours: effect.ts, forked-outcome.ts.

import { isObject, type JsonObject } from '../../model/manifest';

/** Blocks that name the session from version 1.7 on, where `sessionName` is gone. */
const namingBlocks: ReadonlySet<string> = new Set(['cookie', 'header']);

export function policyShape(policies: JsonObject): JsonObject {
  const { sessionPersistence: session } = policies;
  if (!isObject(session)) return policies;
  const kept = Object.entries(session).flatMap(([field, value]) => {
    if (field === 'sessionName') return [];
    const isNaming = namingBlocks.has(field) && isObject(value);
    return [[field, isNaming ? unnamed(value) : value] as const];
  });
  return { ...policies, sessionPersistence: Object.fromEntries(kept) };
}

function unnamed(block: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(block).filter(([field]) => field !== 'name'));
}
