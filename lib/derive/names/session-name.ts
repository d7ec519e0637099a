// Names of sessions on derived rules: a name of their own, or the cookie would pin the clients of
// one side to the other.
//
// The law is GEP-1619. Neighbours: ../route/derived-route.ts, derived-name.ts (names of routes and
// rules).

import { isObject, type Json, type JsonObject } from '../../model/manifest';
import type { Route, Rule } from '../../model/route';
import type { Owner } from '../../model/sandbox';
import { limits } from '../../routing/limits';
import { shortHash } from './short-name';

interface SessionPlace {
  readonly owner: Owner;
  readonly route: Route;
  readonly rule: Rule;
}

/** Blocks that name the session from version 1.7 on, where `sessionName` is gone. */
const sessionBlocks = ['cookie', 'header'] as const;

/** The rule with its session, if it has one, under a name of its own. */
export function withSession(json: JsonObject, place: SessionPlace): JsonObject {
  const session = json.sessionPersistence;
  if (!isObject(session)) return json;
  const blocks: { [block: string]: JsonObject } = {};
  for (const block of sessionBlocks) {
    const old = session[block];
    if (isObject(old)) blocks[block] = { ...old, name: sessionName(old.name, place) };
  }
  const own =
    Object.keys(blocks).length > 0
      ? blocks
      : { sessionName: sessionName(session.sessionName, place) };
  return { ...json, sessionPersistence: { ...session, ...own } };
}

function sessionName(given: Json | undefined, { owner, route, rule }: SessionPlace): string {
  // Where the baseline leaves the name to the implementation, each rule has one of its own.
  const unnamed = `${route.kind}/${route.namespace}/${route.name}/${rule.index}`;
  const base = typeof given === 'string' ? given : `gatefork-${shortHash(unnamed)}`;
  const name = `${base}-${owner.name}`;
  if (name.length <= limits.sessionName) return name;
  const end = `-${shortHash(name)}-${owner.name}`;
  return base.slice(0, limits.sessionName - end.length) + end;
}
