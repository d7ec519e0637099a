// What a platform team sets once for a cdk8s app, in the words of a gatefork.yaml file.
//
// Held per construct tree, since one derived rule must be safe beside all others: an app has
// one configuration however many sandboxes it has. What a file may say may be said here, and
// nothing else: one reader judges both. Neighbours: ../model/config.ts (the value that the passes
// work on), app-derivation.ts (which reads it at every synthesis).

import type { IConstruct } from 'constructs';
import {
  type Acceptance,
  type Config,
  defaultConfig,
  type Exposure,
  type Guardrails,
} from '../model/config';
import type { Json } from '../model/manifest';
import { readSettings } from '../pipeline';
import { misuse } from './misuse';
import { settled } from './plain-data';

/**
 * Where the routing key travels; a header, query parameter or cookie of its own holds the key
 * itself, the others a list member.
 */
export type CarrierSetting =
  | 'baggage'
  | 'tracestate'
  | { readonly header: string }
  | { readonly query: string }
  | { readonly cookie: string };

export interface GateforkSettings {
  /** The Gateway API of the cluster: `1.6/standard`, `1.6/experimental`. @default - either channel */
  readonly api?: string;
  /** The member's name in `baggage` and `tracestate`. @default 'sd-routing-key' */
  readonly keyName?: string;
  /** @default ['baggage'] */
  readonly carriers?: readonly CarrierSetting[];
  /** The carriers of another tool, in place of `carriers`. @default - none */
  readonly preset?: 'signadot';
  /** What the routes must run on. @default - every known order of matches is honoured */
  readonly profile?: string | readonly string[];
  /** Whether Services are routed by a mesh; `auto`: where the tree shows one. @default 'auto' */
  readonly mesh?: 'auto' | 'on' | 'off';
  /** Whether a keyed request of a weighted rule reaches its forks alone. @default 'fork-only' */
  readonly weights?: 'fork-only' | 'keep';
  /** Glob patterns `namespace/name`; what they name gets no derived route. @default - none */
  readonly exclude?: { readonly routes?: readonly string[]; readonly gateways?: readonly string[] };
  /** What is done about Gateways that a glob names; the first that names one counts. @default - none */
  readonly exposure?: readonly Exposure[];
  /** What sandboxes may do; what is left out is not limited. @default - no limits */
  readonly guardrails?: Guardrails;
  /** Findings that somebody takes upon himself, by code and object. @default - none */
  readonly accept?: readonly Acceptance[];
  /** Variables of tracing on forks: where a container has some, always, never. @default 'auto' */
  readonly otel?: 'auto' | 'on' | 'off';
  /** Whether forks are told their sandbox and key in variables. @default true */
  readonly downward?: boolean;
  /** What the namespace of objects without one is called. @default - it has no name */
  readonly currentNamespace?: string;
  /** Whether synthesis proves what it derived, and fails where a promise is broken. @default true */
  readonly verify?: boolean;
  /**
   * Whether synthesis fails where the API server would refuse an object of the tree, and warns of
   * what the specification calls broken.
   *
   * @default true
   */
  readonly validate?: boolean;
  /** Whether synthesis prints warnings on standard error. @default 'print' */
  readonly warnings?: 'print' | 'silent';
}

const configs = new WeakMap<IConstruct, GateforkConfig>();

/**
 * The configuration of an app's sandboxes.
 *
 * @example GateforkConfig.of(app).set({ carriers: ['baggage', { header: 'x-routing-key' }] });
 */
export class GateforkConfig {
  /** The configuration of the app that a construct belongs to. */
  static of(scope: IConstruct): GateforkConfig {
    const root = scope.node.root;
    let config = configs.get(root);
    if (config === undefined) {
      config = new GateforkConfig(root);
      configs.set(root, config);
    }
    return config;
  }

  readonly #root: IConstruct;
  #settings: GateforkSettings = {};

  private constructor(root: IConstruct) {
    this.#root = root;
  }

  /** Sets what is named, over what was set before; the rest stays as it is. */
  set(settings: GateforkSettings): this {
    this.#refuseProblems(settings);
    const { carriers, preset, ...rest } = this.#settings;
    const carriersGoOn = settings.carriers === undefined && settings.preset === undefined;
    this.#settings = { ...(carriersGoOn ? this.#settings : rest), ...settings };
    return this;
  }

  get settings(): GateforkSettings {
    return this.#settings;
  }

  /** The settings as the value that the passes work on. */
  toConfig(): Config {
    return { ...defaultConfig, ...this.#read(this.#settings).config };
  }

  #refuseProblems(settings: GateforkSettings): void {
    const [problem] = this.#read(settings).findings;
    if (problem !== undefined) {
      const { code, message, hint } = problem;
      throw misuse(this.#root, { code, message, ...(hint === undefined ? {} : { hint }) });
    }
    const { currentNamespace: namespace, warnings = 'print' } = settings;
    const { verify = true, validate = true } = settings;
    if (namespace !== undefined && typeof namespace !== 'string') {
      this.#refuse('currentNamespace', namespace, 'give the name of a namespace');
    }
    for (const [field, value] of Object.entries({ verify, validate })) {
      if (typeof value !== 'boolean') this.#refuse(field, value, 'use `true` or `false`');
    }
    if (warnings !== 'print' && warnings !== 'silent') {
      this.#refuse('warnings', warnings, "use 'print' or 'silent'");
    }
  }

  #refuse(field: string, value: unknown, hint: string): never {
    const message = `Config: ${field} is \`${String(value)}\``;
    throw misuse(this.#root, { code: 'config-invalid', message, hint });
  }

  /** As the same words in a file are read; what only a tree can have is left out. */
  #read(settings: GateforkSettings) {
    const { currentNamespace: _, verify: __, validate: ___, warnings: ____, ...spec } = settings;
    const origin = { from: 'construct', path: this.#root.node.path } as const;
    return readSettings(settled(spec) as Json, origin);
  }
}
