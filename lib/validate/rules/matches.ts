// Matches of routes: paths, gRPC methods, and how many there are.
//
// Neighbours: rules-of.ts, path-values.ts.

import { isObject } from '../../model/manifest';
import { shown } from '../schema/shown';
import { type Asked, ofList, ofObject } from './ruled';

const mostMatches = 128;
/** The API server adds up so many rules, which are all that a route may have. */
const rulesCounted = 16;

export const matchCount: Asked = ofList(['match-limit'], (rules, tell) => {
  let count = 0;
  for (let index = 0; index < rules.length && index < rulesCounted; index += 1) {
    const rule = rules[index];
    if (isObject(rule) && Array.isArray(rule.matches)) count += rule.matches.length;
  }
  if (count <= mostMatches) return;
  tell({
    code: 'match-limit',
    path: [],
    text: `have ${count} matches together, of which ${mostMatches} are the most`,
    hint: 'spread the rules over several routes',
    rule: 'match-limit',
  });
});

/** Letters of either case, as RE2 folds them: `ſ` and the Kelvin sign are two of them. */
const service = /^\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$/iu;
const method = /^[A-Za-z_][A-Za-z_0-9]*$/;

export const grpcMethod: Asked = ofObject(
  ['grpc-method-empty', 'grpc-service-characters', 'grpc-method-characters'],
  (match, tell) => {
    const code = 'grpc-method-invalid';
    const isAbsent = match.service === undefined && match.method === undefined;
    if (isAbsent && match.type !== undefined) {
      tell({
        code,
        path: [],
        text: 'names neither `service` nor `method`',
        hint: 'name one of them, or leave `method` of the match out to match every call',
        rule: 'grpc-method-empty',
      });
    }
    if (match.type !== undefined && match.type !== 'Exact') return;
    if (typeof match.service === 'string' && !service.test(match.service)) {
      tell({
        code,
        path: ['service'],
        text: `is ${shown(match.service)}, which is no name of a gRPC service`,
        hint: 'write it as in the `.proto` file, package and all: `shop.v1.Cart`',
        rule: 'grpc-service-characters',
      });
    }
    if (typeof match.method === 'string' && !method.test(match.method)) {
      tell({
        code,
        path: ['method'],
        text: `is ${shown(match.method)}, which is no name of a gRPC method`,
        hint: 'write the method alone: letters, digits and `_`, no digit first',
        rule: 'grpc-method-characters',
      });
    }
  },
);

export const ruleNames: Asked = ofList(['rule-name-duplicate'], (rules, tell) => {
  if (rules.length < 2) return;
  const seen = new Map<string, number>();
  for (const [index, rule] of rules.entries()) {
    const name = isObject(rule) ? rule.name : undefined;
    if (typeof name !== 'string') continue;
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, index);
      continue;
    }
    tell({
      code: 'rule-name-duplicate',
      path: [index, 'name'],
      text: `is ${shown(name)}, which is the name of rule ${first} already`,
      hint: 'name each rule of a route differently',
      rule: 'rule-name-duplicate',
    });
  }
});
