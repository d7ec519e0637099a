// A validation plugin of cdk8s-cli: `cdk8s synth` fails where the manifests that it wrote break a
// promise, whoever made them.
//
// cdk8s.yaml names the class, and cdk8s-cli loads it by the package's folder, from a place of its own
// that holds no cdk8s (package.json, `main`): this room imports none. What the objects are, baseline
// or sandbox, their labels say. Nothing is printed: standard output may carry the YAML.
// Neighbours: manifest-files.ts (what is read), ../resolve/validation-properties.ts (what may be set),
// ../report/validation-report.ts (what is handed over).

import { isError } from '../model/finding';
import type { Json } from '../model/manifest';
import { locate, readValidationProperties, validationReport, worthReading } from '../pipeline';
import { proofFindings, verify } from '../pipeline-proof';
import { ManifestFiles } from './manifest-files';

/** What stands in cdk8s.yaml under `properties`. */
export interface GateforkValidationProperties {
  /** The file with the settings. @default 'gatefork.yaml' beside cdk8s.yaml, if there is one */
  readonly config?: string;
  /**
   * Implementations to prove under, each by itself; `all` for every one that is known.
   *
   * @default - those of the settings, else the specification
   */
  readonly profile?: string | readonly string[];
  /** What the namespace of objects without one is called. @default - it has no name */
  readonly namespace?: string;
  /** Manifest files that are left out: patterns of their names, or of the end of their paths. */
  readonly skip?: string | readonly string[];
}

/** What the plugin uses of the context that cdk8s-cli hands it. */
export interface ValidationContextLike {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: { readonly [name: string]: string }): void;
  };
}

/**
 * Proves that the sandboxes among the manifests leave all other requests alone, and that keyed
 * requests go where the fork of the baseline would send them.
 */
export class GateforkValidation {
  readonly #properties: unknown;

  constructor(properties: GateforkValidationProperties = {}) {
    this.#properties = properties;
  }

  async validate({ manifests: paths, report }: ValidationContextLike): Promise<void> {
    const files = new ManifestFiles();
    const { properties, findings: misused } = readValidationProperties(this.#properties as Json);
    const settings = files.settings(properties);
    const read = files.read(paths, properties.skip);
    const unread = [...misused, ...settings.findings, ...read.findings];
    const { manifests } = read;
    const { namespace, profiles = settings.config.profiles } = properties;
    const verified = unread.some(isError)
      ? { findings: [] }
      : verify({
          baseline: manifests,
          applied: manifests,
          config: settings.config,
          profiles: profiles ?? [],
          ...(namespace === undefined ? {} : { currentNamespace: namespace }),
        });
    const { proof } = verified;
    const proved = proof === undefined ? [] : proofFindings(proof, verified.manifests);
    const found = worthReading([...unread, ...verified.findings, ...proved]);
    const findings = locate(found, files.textOf);
    const { status, violations, metadata } = validationReport({ ...verified, findings, manifests });
    for (const violation of violations) report.addViolation(violation);
    report.submit(status, metadata);
  }
}
