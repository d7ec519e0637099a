// What a baseline has beside its workloads that works on one of them by name: scalers, webhooks
// that call its Services, and jobs that run its image.
//
// Built once a run and asked by key (../fork/fork-indexes.ts). Kinds that select by label are asked
// of the selectors instead. Neighbour: not-copied.ts.

import { collect } from '../../model/groups';
import type { Inventory } from '../../model/inventory';
import {
  at,
  type FieldPath,
  type KubeObject,
  listOf,
  type Manifest,
  textOf,
} from '../../model/manifest';
import { imagesOf } from '../pods/images';
import { isChild, podTemplateOf } from '../pods/template';

/** Kinds that name the workload that they scale or roll out, and where. */
const targetingKinds: readonly { readonly kind: string; readonly at: FieldPath }[] = [
  { kind: 'autoscaling/HorizontalPodAutoscaler', at: ['spec', 'scaleTargetRef'] },
  { kind: 'autoscaling.k8s.io/VerticalPodAutoscaler', at: ['spec', 'targetRef'] },
  { kind: 'autoscaling.gke.io/MultidimPodAutoscaler', at: ['spec', 'scaleTargetRef'] },
  { kind: 'keda.sh/ScaledObject', at: ['spec', 'scaleTargetRef'] },
  { kind: 'flagger.app/Canary', at: ['spec', 'targetRef'] },
];

const webhookKinds = [
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
] as const;

const jobKinds = ['batch/CronJob', 'batch/Job'] as const;

export class Dependents {
  readonly #byTarget = new Map<string, Manifest[]>();
  readonly #byService = new Map<string, Manifest[]>();
  readonly #byImage = new Map<string, Manifest[]>();

  constructor(readonly inventory: Inventory) {
    for (const row of targetingKinds) {
      for (const manifest of inventory.ofKind(row.kind)) this.#addTarget(manifest, row.at);
    }
    for (const manifest of webhookKinds.flatMap((kind) => inventory.ofKind(kind))) {
      this.#addWebhooks(manifest);
    }
    for (const manifest of jobKinds.flatMap((kind) => inventory.ofKind(kind))) {
      this.#addJob(manifest);
    }
  }

  /** Scalers and the like that name the workload. */
  targeting({ kind, metadata = {} }: KubeObject): readonly Manifest[] {
    const { name = '' } = metadata;
    return this.#byTarget.get(this.#key(metadata.namespace, `${kind}/${name}`)) ?? [];
  }

  /** Admission webhooks that call the Service. */
  calling({ metadata = {} }: KubeObject): readonly Manifest[] {
    return this.#byService.get(this.#key(metadata.namespace, metadata.name ?? '')) ?? [];
  }

  /** Jobs of a namespace that run one of the images. */
  running(namespace: string | undefined, images: readonly string[]): readonly Manifest[] {
    return [
      ...new Set(images.flatMap((image) => this.#byImage.get(this.#key(namespace, image)) ?? [])),
    ];
  }

  #key(namespace: string | undefined, rest: string): string {
    return `${this.inventory.namespaceKey(namespace)}\n${rest}`;
  }

  #addTarget(manifest: Manifest, path: FieldPath): void {
    const target = at(manifest.object, path);
    const name = textOf(at(target, ['name']));
    if (name === undefined) return;
    const kind = textOf(at(target, ['kind'])) ?? 'Deployment';
    collect(
      this.#byTarget,
      this.#key(manifest.object.metadata?.namespace, `${kind}/${name}`),
      manifest,
    );
  }

  #addWebhooks(manifest: Manifest): void {
    const called = new Set(
      listOf(manifest.object.webhooks).flatMap((webhook) => {
        const service = at(webhook, ['clientConfig', 'service']);
        const name = textOf(at(service, ['name']));
        return name === undefined ? [] : this.#key(textOf(at(service, ['namespace'])), name);
      }),
    );
    for (const key of called) collect(this.#byService, key, manifest);
  }

  /** A Job that a controller made is its controller's: the CronJob says it already. */
  #addJob(manifest: Manifest): void {
    const { object } = manifest;
    if (isChild(object)) return;
    for (const image of new Set(imagesOf(podTemplateOf(object) ?? {}))) {
      collect(this.#byImage, this.#key(object.metadata?.namespace, image), manifest);
    }
  }
}
