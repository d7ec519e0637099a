// The digest by which a sandbox's files are seen to be stale: of every baseline object whose
// content went into them, and of the settings they were made with.
//
// An object that is not in it could come to matter only by a change, and would then be in the
// digest that is computed afresh. Marks of ownership, status and metadata that a cluster sets are
// left out; values that it fills into a spec are not, since they go into the files.

import type { Config } from '../../model/config';
import { canonical, digestOf } from '../../model/digest';
import { groupKindOf } from '../../model/inventory';
import type { JsonObject, Manifest } from '../../model/manifest';
import { marks } from '../../model/marks';
import { withoutOwnership } from '../../model/ownership';

/** What decides besides objects of the baseline. */
interface Settings {
  readonly config: Config;
  /** Whether a mesh was taken to be there, which no single object may tell. */
  readonly isMeshed: boolean;
  /** Objects of other owners, by name, of which files speak. */
  readonly reached?: readonly string[];
}

/** Digests of single objects, each computed once however many sandboxes use it. */
export class Digests {
  readonly #known = new Map<Manifest, string>();

  of(manifests: Iterable<Manifest>, { config, isMeshed, reached = [] }: Settings): string {
    const parts = new Set<string>();
    for (const manifest of manifests) parts.add(this.#one(manifest));
    // What only decides whether anything is written changes no file.
    const { guardrails: _, accept: __, ...deciding } = config;
    const settings = canonical({ ...(deciding as unknown as JsonObject), isMeshed });
    const others = [...new Set(reached)].sort().map((name) => `\n${name}`);
    return digestOf([...parts].sort().join('\n') + settings + others.join(''));
  }

  #one(manifest: Manifest): string {
    const known = this.#known.get(manifest);
    if (known !== undefined) return known;
    const { object } = manifest;
    const { status: _, ...rest } = object;
    const { namespace = '', name = '' } = object.metadata ?? {};
    const metadata = object.metadata === undefined ? {} : withoutOwnership(object.metadata);
    // The one mark of ours that a person sets, and that decides what is written.
    const isIgnored = marks.ignore.some((mark) => object.metadata?.annotations?.[mark] === 'true');
    const content = digestOf(canonical({ ...rest, metadata, isIgnored }));
    const digest = `${groupKindOf(object)}/${namespace}/${name} ${content}`;
    this.#known.set(manifest, digest);
    return digest;
  }
}
