// Implementations with a data plane of their own in Rust: Linkerd and agentgateway.
//
// Both look for an expression's leftmost hit and ask whether it is the whole value, so `a|ab`
// does not take `ab`; both look at header lines one by one. Neighbours: profile.ts, ../rank/order.ts.

import { orders } from '../rank/order';
import { deviates, type Profile, profile, reported } from './profile';

const headerRs = 'linkerd/linkerd2-proxy linkerd/http/route/src/http/match/header.rs';
const pathRs = 'linkerd/linkerd2-proxy linkerd/http/route/src/http/match/path.rs';
const agentHttp = 'agentgateway/agentgateway crates/agentgateway/src/http';

const linkerd = profile({
  name: 'linkerd',
  title: 'Linkerd',
  seen: 'source of August 2026; conformance report of version-2.18, 2025-06-11',
  deviations: [
    deviates(
      'orders',
      [orders.linkerd],
      'source',
      'linkerd/linkerd2-proxy linkerd/http/route/src/lib.rs, http/match.rs, http/match/path.rs',
    ),
    ...reported(
      'conformance/reports/v1.3.0/linkerd-linkerd/standard-2.18-default-report.yaml, version-2.18, 2025-06-11: mesh profiles alone',
      { isolation: 'open', misdirected: 'open' },
    ),
    deviates('headerExpressions', ['leftmost'], 'source', headerRs),
    deviates('repeatedHeaders', ['any line'], 'source', headerRs),
    deviates(
      'repeatedParameters',
      ['any'],
      'source',
      'linkerd/linkerd2-proxy linkerd/http/route/src/http/match: any parameter of the name',
    ),
    deviates('paths', ['as sent'], 'source', pathRs),
    deviates('meshHostnames', 'yes', 'source', 'Linkerd matches `hostnames` of routes in a mesh'),
  ],
  gaps: ['a ServiceProfile for a Service makes proxies ignore its HTTPRoutes'],
});

const agentgateway = profile({
  name: 'agentgateway',
  title: 'agentgateway',
  seen: 'source of August 2026; conformance report of v1.3.1, 2026-06-29',
  deviations: [
    deviates(
      'orders',
      [orders.regexAsPrefix],
      'source',
      'agentgateway/agentgateway crates/agentgateway/src/types/agent.rs, get_path_rank',
    ),
    deviates(
      'agesSettleTies',
      'open',
      'source',
      'agentgateway/agentgateway crates/agentgateway/src/types/agent.rs: the comparison ends with the key of the route, age is not in it',
    ),
    deviates('headerExpressions', ['leftmost'], 'source', agentHttp),
    deviates('queryExpressions', ['leftmost'], 'source', agentHttp),
    deviates('repeatedHeaders', ['any line'], 'source', agentHttp),
    deviates('repeatedParameters', ['last'], 'source', agentHttp),
    deviates('decodesParameters', 'yes', 'source', `${agentHttp}: form_urlencoded::parse`),
    deviates('paths', ['as sent'], 'source', agentHttp),
  ],
});

export const rustProfiles: readonly Profile[] = [linkerd, agentgateway];
