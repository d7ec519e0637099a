// What a platform team sets once: gatefork.yaml, or the constructs' equivalent.

/** Where the routing key travels. A header carries the key itself, the other two a list member. */
export type Carrier =
  | { readonly type: 'baggage' }
  | { readonly type: 'tracestate' }
  | { readonly type: 'header'; readonly name: string };

export interface Config {
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
}

export const defaultConfig: Config = {
  keyName: 'sd-routing-key',
  carriers: [{ type: 'baggage' }],
  profiles: [],
  mesh: 'auto',
  weights: 'fork-only',
  exclude: { routes: [], gateways: [] },
};
