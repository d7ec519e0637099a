// A validation plugin of cdk8s-cli: `cdk8s synth` fails where the manifests that it wrote break a
// promise, or hold what the API server would refuse, whoever made them.
//
// cdk8s.yaml names the class, and cdk8s-cli loads it by the package's folder, from a place of its own
// that holds no cdk8s (package.json, `main`): this room imports none. What the objects are, baseline
// or sandbox, their labels say. Nothing is printed: standard output may carry the YAML.
// Neighbours: manifest-files.ts (what is read), judge.ts, ../resolve/validation-properties.ts (what may be set),
// ../report/validation-report.ts (what is handed over).

import { isError } from '../model/finding';
import type { Json } from '../model/manifest';
import { locate, readValidationProperties, validationReport, worthReading } from '../pipeline';
import { judge } from './judge';
import { ManifestFiles } from './manifest-files';

/** What stands in cdk8s.yaml under `properties`. */
export interface GateforkValidationProperties {
  /**
   * The Gateway API of the cluster: `1.6/standard`, `1.6/experimental`.
   *
   * @default - that of the settings, else either channel
   */
  readonly api?: string;
  /** Files and folders with the cluster's CustomResourceDefinitions, a path or a list. @default - none */
  readonly crds?: string | readonly string[];
  /** Whether what the specification calls broken is told in the summary. @default true */
  readonly lint?: boolean;
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
 * Tells what the API server would refuse of the manifests, and proves that the sandboxes among the manifests leave all other requests alone, and that keyed
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
    const [read, crds] = [files.read(paths, properties.skip), files.readAll(properties.crds)];
    const unread = [misused, settings.findings, read.findings, crds.findings].flat();
    const judged = unread.some(isError)
      ? { findings: [] }
      : judge({
          manifests: read.manifests,
          crds: crds.manifests,
          config: settings.config,
          properties,
        });
    const found = worthReading([...unread, ...judged.findings]);
    const findings = locate(found, files.textOf);
    const { manifests } = read;
    const { status, violations, metadata } = validationReport({ ...judged, findings, manifests });
    for (const violation of violations) report.addViolation(violation);
    report.submit(status, metadata);
  }
}
