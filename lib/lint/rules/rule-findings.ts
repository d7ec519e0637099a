// All that is said of rules one by one: a table of looks at a rule.
//
// Neighbours: rule-case.ts, header-names.ts, backends.ts, filters.ts, expressions.ts,
// ../redirect-loop.ts (which asks the law).

import type { Finding } from '../../model/finding';
import type { RouteTable } from '../../model/route-table';
import { backendsTwice, mirrorsToItself, weightAlone } from './backends';
import { unreadExpressions } from './expressions';
import {
  corsWithoutPreflight,
  openCors,
  prefixesWithoutPrefix,
  rewrittenTwice,
  timeoutsOfNothing,
} from './filters';
import { headersChangedTwice, headersMatchedTwice } from './header-names';
import { type RuleCase, type Said, saidFinding } from './rule-case';

const looks: readonly ((at: RuleCase) => readonly Said[])[] = [
  unreadExpressions,
  headersMatchedTwice,
  headersChangedTwice,
  backendsTwice,
  weightAlone,
  mirrorsToItself,
  openCors,
  corsWithoutPreflight,
  rewrittenTwice,
  prefixesWithoutPrefix,
  timeoutsOfNothing,
];

export function ruleFindings({ routes }: RouteTable): readonly Finding[] {
  return routes.flatMap((route) =>
    route.rules.flatMap((rule) => {
      const one = { route, rule };
      return looks.flatMap((look) => look(one)).map((said) => saidFinding(one, said));
    }),
  );
}
