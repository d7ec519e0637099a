// What is asked of the rules of HTTPRoutes and GRPCRoutes, where in a rule, and in which channel.
//
// Neighbours: rules-of.ts (whole objects), ruled.ts (the walk).

import type { Channel } from '../../../imports/gateway-api-facts';
import { timeouts } from './durations';
import {
  authProtocols,
  filterUnion,
  grpcFilters,
  grpcOnce,
  httpFilters,
  httpOnce,
  pathModifiers,
  redirectOrRewrite,
  repeatedFilters,
} from './filters';
import { grpcMethod, matchCount, ruleNames } from './matches';
import { fraction, mirrorShare } from './mirrors';
import { pathMatch } from './path-values';
import { prefixReplacement, redirectWithBackends } from './prefix-replacement';
import { servicePort } from './references';
import { list, object, type Ruled, value } from './ruled';
import { sessionPersistence } from './session-persistence';
import { wildcardAlone } from './wildcards';

const service = value(servicePort);
const requestMirror = object({ backendRef: service, fraction: value(fraction) }, mirrorShare);
const cors = object({
  allowOrigins: value(wildcardAlone('cors-origins-wildcard', 'origins')),
  allowMethods: value(wildcardAlone('cors-methods-wildcard', 'methods')),
  allowHeaders: value(wildcardAlone('cors-headers-wildcard', 'headers')),
});
const modified = object({ path: value(pathModifiers) });

function httpFilterList(channel: Channel): Ruled {
  const fields = { requestMirror, cors, requestRedirect: modified, urlRewrite: modified };
  const filter =
    channel === 'standard'
      ? object(fields, filterUnion(httpFilters))
      : object(
          { ...fields, externalAuth: object({ backendRef: service }, authProtocols) },
          filterUnion([...httpFilters, ['ExternalAuth', 'externalAuth']]),
        );
  return list(filter, repeatedFilters(httpOnce), redirectOrRewrite);
}

const grpcFilterList = list(
  object({ requestMirror }, filterUnion(grpcFilters)),
  repeatedFilters(grpcOnce),
);

/** Experiments that rules of both kinds have. */
function experiments(channel: Channel) {
  const isStandard = channel === 'standard';
  return {
    names: isStandard ? [] : [ruleNames],
    fields: isStandard ? {} : { sessionPersistence: value(sessionPersistence) },
  };
}

function backendsWith(filters: Ruled): Ruled {
  return list(object({ filters }, servicePort));
}

export function httpRules(channel: Channel): Ruled {
  const { names, fields } = experiments(channel);
  const filters = httpFilterList(channel);
  const rule = object(
    {
      backendRefs: backendsWith(filters),
      filters,
      matches: list(object({ path: value(pathMatch) })),
      timeouts: value(timeouts),
      ...fields,
    },
    redirectWithBackends,
    prefixReplacement,
  );
  return list(rule, matchCount, ...names);
}

export function grpcRules(channel: Channel): Ruled {
  const { names, fields } = experiments(channel);
  const rule = object({
    backendRefs: backendsWith(grpcFilterList),
    filters: grpcFilterList,
    matches: list(object({ method: value(grpcMethod) })),
    ...fields,
  });
  return list(rule, matchCount, ...names);
}
