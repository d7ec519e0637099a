// What a platform team sets once: gatefork.yaml, or the constructs' equivalent.

import type { Api } from './api';
import type { FindingCode } from './finding';

/**
 * Where the routing key travels: a header or query parameter carries the key itself, baggage and
 * tracestate a list member, a cookie is one of those that the `cookie` header lists.
 */
export type Carrier =
  | { readonly type: 'baggage' }
  | { readonly type: 'tracestate' }
  | { readonly type: 'header'; readonly name: string }
  | { readonly type: 'query'; readonly name: string }
  | { readonly type: 'cookie'; readonly name: string };

/** What is done about a Gateway through which a key may be sent; the first that names it counts. */
export interface Exposure {
  /** Glob pattern `namespace/name`. */
  readonly gateway: string;
  /** `ignore`: nothing is derived for it; `warn`: derived, and each route is warned of. */
  readonly action: 'derive' | 'ignore' | 'warn';
}

/** What a platform team lets sandboxes do; what is left out is not limited. */
export interface Guardrails {
  /** Glob patterns of namespaces that forks, virtual targets and extra resources may be in. */
  readonly namespaces?: readonly string[];
  /** Glob patterns of images that a sandbox may set, by images or patches; `*` crosses no `/`. */
  readonly images?: readonly string[];
  /** JSON pointers below which patches may change a workload, `*` for any one step; [] for none. */
  readonly patches?: readonly string[];
  /** Kinds of extra resources, as `Kind` or `group/Kind`; [] for none. */
  readonly extraResources?: readonly string[];
  /** The most replicas that a fork may ask for. */
  readonly replicas?: number;
  /** Whether every sandbox must say when it expires. @default false */
  readonly expiry?: boolean;
}

/** A finding that somebody takes upon himself: its error becomes a note. */
export interface Acceptance {
  readonly code: FindingCode;
  /** `AuthorizationPolicy shop/cart`, as the finding's message names it. */
  readonly object: string;
  readonly reason: string;
}

export interface Config {
  /** The Gateway API of the cluster, for validation. @default - either channel */
  readonly api?: Api;
  /** The member's name in `baggage` and `tracestate`. @default 'sd-routing-key' */
  readonly keyName: string;
  /** @default [{ type: 'baggage' }] */
  readonly carriers: readonly Carrier[];
  /** Profiles that the routes must run on; none: every known order is honoured. */
  readonly profiles: readonly string[];
  /** Whether Services are routed by a mesh; `auto`: where the input shows one. @default 'auto' */
  readonly mesh: 'auto' | 'on' | 'off';
  /** Whether a keyed request of a weighted rule reaches its forks alone. @default 'fork-only' */
  readonly weights: 'fork-only' | 'keep';
  /** Glob patterns `namespace/name`; what they name gets no derived route. */
  readonly exclude: { readonly routes: readonly string[]; readonly gateways: readonly string[] };
  /** @default [] */
  readonly exposure: readonly Exposure[];
  readonly guardrails: Guardrails;
  /** @default [] */
  readonly accept: readonly Acceptance[];
  /** Variables of tracing on forks: where a container has some, always, never. @default 'auto' */
  readonly otel: 'auto' | 'on' | 'off';
  /** Whether forks are told their sandbox and key in variables. @default true */
  readonly downward: boolean;
}

export const defaultConfig: Config = {
  keyName: 'sd-routing-key',
  carriers: [{ type: 'baggage' }],
  profiles: [],
  mesh: 'auto',
  weights: 'fork-only',
  exclude: { routes: [], gateways: [] },
  exposure: [],
  guardrails: {},
  accept: [],
  otel: 'auto',
  downward: true,
};
