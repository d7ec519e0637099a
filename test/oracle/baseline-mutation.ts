// What is applied with something of the baseline gone or changed, or something beside it that no
// sandbox asked for.
//
// Neighbours: object-mutation.ts (what is wrong with a sandbox's own), object-change.ts.

import {
  at,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listOf,
} from '../../lib/model/manifest';
import { mockService } from '../arbitrary/universe';
import { isRoute, type Mutation, replaced, rulesOf, without, withSpec } from './object-change';

export const baselineMutations: { readonly [name: string]: Mutation } = {
  'a Service of the baseline removed': ({ baseline }) =>
    baseline.filter(({ kind }) => kind === 'Service').map((one) => [{ of: one, as: [] }]),
  'a listener that is another one': ({ baseline }) =>
    baseline
      .filter(({ kind }) => kind === 'Gateway' || kind === 'ListenerSet')
      .flatMap((gateway) => {
        const listeners = listOf(at(gateway, ['spec', 'listeners']));
        const changed = listeners.flatMap((listener, place) =>
          [{ hostname: '*.t' }, { hostname: 'b.t' }, { allowedRoutes: { kinds: [] } }].map(
            (change) =>
              replaced<Json>(listeners, place, { ...(listener as JsonObject), ...change }),
          ),
        );
        return changed.map((list) => [
          { of: gateway, as: [withSpec(gateway, { listeners: list })] },
        ]);
      }),
  'a route beside that leads elsewhere': ({ baseline }) =>
    baseline.filter(isRoute).flatMap((route) =>
      ['0', 'zz'].flatMap((name) =>
        rulesOf(route).flatMap((rule) =>
          astray(rule, route).map((each) => {
            const { creationTimestamp: _, ...metadata } = route.metadata ?? {};
            const beside = {
              ...withSpec(route, { rules: [each] }),
              metadata: { ...metadata, name },
            };
            return [{ of: route, as: [route, beside] }];
          }),
        ),
      ),
    ),
  'a route of the baseline removed': ({ baseline }) =>
    baseline.filter(isRoute).map((route) => [{ of: route, as: [] }]),
  'a rule of the baseline removed': ({ baseline }) =>
    baseline.filter(isRoute).flatMap((route) => {
      const rules = rulesOf(route);
      if (rules.length < 2) return [];
      return rules.map((_, place) => [
        { of: route, as: [withSpec(route, { rules: without(rules, place) })] },
      ]);
    }),
};

/** A rule to another Service: as it is, with another header asked for, or with a wider path. */
function astray(rule: Json, { kind }: KubeObject): readonly JsonObject[] {
  const given = isObject(rule) ? rule : {};
  const own = { ...given, backendRefs: [{ name: mockService, port: 80 }], filters: [] };
  const matches = listOf(given.matches);
  const each = (change: JsonObject): JsonObject => ({
    ...own,
    matches: (matches.length === 0 ? [{}] : matches).map((match) => ({
      ...(isObject(match) ? match : {}),
      ...change,
    })),
  });
  const wide: JsonObject =
    kind === 'GRPCRoute' ? { method: { service: 's.A' } } : { path: { value: '/' } };
  return [own, each({ headers: [{ name: 'x-a', value: '1' }] }), each(wide)];
}
