// What a platform team sets once for a cdk8s app, in the words of a gatefork.yaml file.
//
// Held per construct tree, since one derived rule must be safe beside all others: an app has
// one configuration however many sandboxes it has. Neighbours: model/config.ts (the value
// that the passes work on), app-derivation.ts (which reads it at every synthesis).

import type { IConstruct } from 'constructs';
import type { Carrier, Config } from '../model/config';
import { finding, UsageError } from '../model/finding';
import { profileNames } from '../routing/profile';

/** Where the routing key travels; a header carries the key itself, the others a list member. */
export type CarrierSetting = 'baggage' | 'tracestate' | { readonly header: string };

export interface GateforkSettings {
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
  /** What the namespace of objects without one is called. @default - it has no name */
  readonly currentNamespace?: string;
  /** Whether synthesis prints warnings on standard error. @default 'print' */
  readonly warnings?: 'print' | 'silent';
}

const configs = new WeakMap<IConstruct, GateforkConfig>();

const signadot: readonly Carrier[] = [
  { type: 'baggage' },
  { type: 'tracestate' },
  { type: 'header', name: 'ot-baggage-sd-routing-key' },
  { type: 'header', name: 'uberctx-sd-routing-key' },
];

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
    const problem = problemOf(settings);
    if (problem !== undefined) {
      const where = { origin: { from: 'construct', path: this.#root.node.path } } as const;
      throw new UsageError(finding('config-invalid', { ...problem, where }));
    }
    const { carriers, preset, ...rest } = this.#settings;
    const carriersGoOn = settings.carriers === undefined && settings.preset === undefined;
    this.#settings = { ...(carriersGoOn ? this.#settings : rest), ...settings };
    return this;
  }

  get settings(): GateforkSettings {
    return this.#settings;
  }

  /** The settings as the value that the passes work on; what is not set is left out. */
  toConfig(): Partial<Config> {
    const { keyName, carriers, preset, profile, mesh, weights, exclude } = this.#settings;
    return {
      ...(keyName === undefined ? {} : { keyName }),
      ...(carriers === undefined ? {} : { carriers: carriers.map(toCarrier) }),
      ...(preset === undefined ? {} : { carriers: signadot }),
      ...(profile === undefined ? {} : { profiles: listed(profile) }),
      ...(mesh === undefined ? {} : { mesh }),
      ...(weights === undefined ? {} : { weights }),
      ...(exclude === undefined
        ? {}
        : { exclude: { routes: exclude.routes ?? [], gateways: exclude.gateways ?? [] } }),
    };
  }
}

function toCarrier(setting: CarrierSetting): Carrier {
  if (typeof setting !== 'string') return { type: 'header', name: setting.header };
  return { type: setting };
}

function listed(profile: string | readonly string[]): readonly string[] {
  return typeof profile === 'string' ? [profile] : profile;
}

// A header name of the Gateway API, without the underscore that proxies drop in silence.
const headerName = /^[A-Za-z0-9!#$%&'*+.^`|~-]{1,256}$/;
// A token, which is what both list formats allow as a member's name.
const memberName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;

interface Problem {
  readonly message: string;
  readonly hint: string;
}

function problemOf(settings: GateforkSettings): Problem | undefined {
  const { keyName, carriers, preset, profile } = settings;
  if (keyName !== undefined && !memberName.test(keyName)) {
    return {
      message: `\`${keyName}\` cannot be the name of a list member`,
      hint: 'use letters, digits and dashes for keyName',
    };
  }
  if (carriers !== undefined && preset !== undefined) {
    return { message: 'both carriers and a preset are set', hint: 'set one of the two' };
  }
  if (carriers?.length === 0) {
    return { message: 'the list of carriers is empty', hint: 'name at least one carrier' };
  }
  for (const carrier of carriers ?? []) {
    if (carrier === 'baggage' || carrier === 'tracestate') continue;
    const header = typeof carrier === 'object' ? carrier.header : undefined;
    if (typeof header !== 'string') {
      return {
        message: `\`${String(carrier)}\` is not a carrier`,
        hint: "use 'baggage', 'tracestate' or { header: 'x-routing-key' }",
      };
    }
    if (headerName.test(header)) continue;
    return {
      message: `\`${header}\` cannot be the name of a header that carries the routing key`,
      hint: 'use letters, digits and dashes; many proxies drop headers with an underscore',
    };
  }
  for (const name of profile === undefined ? [] : listed(profile)) {
    if (profileNames.includes(name)) continue;
    return {
      message: `profile \`${name}\` is not known`,
      hint: `use one of ${profileNames.join(', ')}`,
    };
  }
  return undefined;
}
