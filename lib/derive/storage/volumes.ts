// Which volumes of a pod outlast it, and which of them a fork may share with its baseline.
//
// What is only read may be shared: a claim that its volume source reads, or that every access mode
// reads; a file system of the network that every mount reads. The rest lasts: two copies of a
// program would write into one another's data, or wait for a disk that one node holds.
// Neighbour: storage.ts (what becomes of those that last).

import type { Inventory } from '../../model/inventory';
import { at, isObject, type JsonObject, listOf, type Manifest, textOf } from '../../model/manifest';
import { isOurs } from '../../model/marks';
import { containersOf } from '../pods/containers';

/** What a volume source is to a second pod that writes: data, or files of whichever node it is on. */
const sources: { readonly [source: string]: 'claim' | 'data' | 'node' } = {
  persistentVolumeClaim: 'claim',
  hostPath: 'node',
  awsElasticBlockStore: 'data',
  azureDisk: 'data',
  azureFile: 'data',
  cephfs: 'data',
  cinder: 'data',
  fc: 'data',
  flexVolume: 'data',
  gcePersistentDisk: 'data',
  glusterfs: 'data',
  iscsi: 'data',
  nfs: 'data',
  photonPersistentDisk: 'data',
  portworxVolume: 'data',
  quobyte: 'data',
  rbd: 'data',
  scaleIO: 'data',
  storageos: 'data',
  vsphereVolume: 'data',
};

export interface PodVolume {
  readonly volume: JsonObject;
  readonly name: string;
  /** The field of the volume that says where its data is. */
  readonly source: string;
  readonly claim?: ClaimOfVolume;
  /** Whether a container wants it as a device, not as a file system. */
  readonly isDevice: boolean;
  /**
   * `lasts`: a fork needs another one; `contended`: it is only read, but one node holds it;
   * `node`: it is the node's, and written to.
   */
  readonly fate: 'shared' | 'lasts' | 'contended' | 'node';
}

export interface ClaimOfVolume {
  readonly name: string;
  /** Absent: not in the input. */
  readonly manifest?: Manifest;
}

/** The volumes of a template that are more than the pod's own. */
export function podVolumes(
  template: JsonObject,
  inventory: Inventory,
  namespace: string | undefined,
): readonly PodVolume[] {
  const mounts = mountsOf(template);
  return listOf(at(template, ['spec', 'volumes'])).flatMap((volume): readonly PodVolume[] => {
    const name = textOf(at(volume, ['name']));
    const source = isObject(volume)
      ? Object.keys(sources).find((field) => isObject(volume[field]))
      : undefined;
    if (!isObject(volume) || name === undefined || source === undefined) return [];
    const use = mounts.get(name) ?? { isDevice: false, isRead: false };
    const claim = claimOf(volume, inventory, namespace);
    const part = { volume, name, source, ...(claim === undefined ? {} : { claim }) };
    return [{ ...part, isDevice: use.isDevice, fate: fateOf(part, use) }];
  });
}

function claimOf(
  volume: JsonObject,
  inventory: Inventory,
  namespace: string | undefined,
): ClaimOfVolume | undefined {
  const name = textOf(at(volume, ['persistentVolumeClaim', 'claimName']));
  if (name === undefined) return undefined;
  const found = inventory.find('/PersistentVolumeClaim', inventory.namespaceKey(namespace), name);
  const manifest = found === undefined || isOurs(found.object) ? {} : { manifest: found };
  return { name, ...manifest };
}

interface Use {
  readonly isDevice: boolean;
  /** Some container mounts it, and all that do only read. */
  readonly isRead: boolean;
}

function mountsOf(template: JsonObject): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  for (const { container } of containersOf(template)) {
    for (const mount of listOf(at(container, ['volumeMounts']))) {
      const name = textOf(at(mount, ['name'])) ?? '';
      const { isDevice = false, isRead = true } = uses.get(name) ?? {};
      uses.set(name, { isDevice, isRead: isRead && at(mount, ['readOnly']) === true });
    }
    for (const device of listOf(at(container, ['volumeDevices']))) {
      uses.set(textOf(at(device, ['name'])) ?? '', { isDevice: true, isRead: false });
    }
  }
  return uses;
}

function fateOf(
  { volume, source, claim }: Pick<PodVolume, 'volume' | 'source' | 'claim'>,
  { isRead }: Use,
): PodVolume['fate'] {
  const isReadSource = at(volume, [source, 'readOnly']) === true;
  const kind = sources[source];
  if (kind === 'node') return isRead ? 'shared' : 'node';
  if (kind === 'data') return isRead || isReadSource ? 'shared' : 'lasts';
  const modes = listOf(at(claim?.manifest?.object, ['spec', 'accessModes']));
  const isForMany = modes.some((mode) => mode === 'ReadOnlyMany' || mode === 'ReadWriteMany');
  if (modes.length > 0 && modes.every((mode) => mode === 'ReadOnlyMany')) return 'shared';
  if (isForMany) return isRead || isReadSource ? 'shared' : 'lasts';
  if (!isReadSource || modes.includes('ReadWriteOncePod')) return 'lasts';
  return modes.length === 0 ? 'shared' : 'contended';
}
