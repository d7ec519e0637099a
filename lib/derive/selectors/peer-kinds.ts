// Where policies of networks name pods as peers, in their lists of rules: whom they let in, and
// whom they let out to. A fork is a peer as its baseline is.
//
// Neighbours: protecting-kinds.ts (whom a policy acts on), selectors.ts (who reads both),
// ../policy-copy/peer-copies.ts (who carries them over).

import type { FieldPath } from '../../model/manifest';
import { ranked } from './protecting-kinds';
import type { Loss } from './selector-row';

export interface PeerRow {
  readonly kinds: readonly string[];
  /** The list of rules, `*` for each entry of a list on the way. */
  readonly rules: FieldPath;
  /** A rule's peers: a list below `side`, or one where `side` holds the peer itself. */
  readonly side: string;
  readonly isList: boolean;
  /** The selector within a peer. */
  readonly pods: FieldPath;
  readonly form: 'labels' | 'expression';
  readonly direction: 'Ingress' | 'Egress';
  readonly loss?: Loss;
}

const directions = [
  { direction: 'Ingress', rules: 'ingress', side: 'from', calico: 'source' },
  { direction: 'Egress', rules: 'egress', side: 'to', calico: 'destination' },
] as const;

const network: readonly PeerRow[] = directions.map(({ direction, rules, side }) => ({
  kinds: ['networking.k8s.io/NetworkPolicy', 'k8s.cni.cncf.io/MultiNetworkPolicy'],
  rules: ['spec', rules],
  side,
  isList: true,
  pods: ['podSelector'],
  form: 'labels',
  direction,
}));

const cilium: readonly PeerRow[] = directions.flatMap(({ direction, rules, side }) =>
  [['spec'], ['specs', '*']].flatMap((document) =>
    [rules, `${rules}Deny`].map(
      (section): PeerRow => ({
        kinds: ['cilium.io/CiliumNetworkPolicy', 'cilium.io/CiliumClusterwideNetworkPolicy'],
        rules: [...document, section],
        side: `${side}Endpoints`,
        isList: true,
        pods: [],
        form: 'labels',
        direction,
      }),
    ),
  ),
);

const clusterWide: readonly PeerRow[] = directions.map(({ direction, rules, side }) => ({
  kinds: [
    'policy.networking.k8s.io/AdminNetworkPolicy',
    'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
    'policy.networking.k8s.io/ClusterNetworkPolicy',
  ],
  rules: ['spec', rules],
  side,
  isList: true,
  pods: ['pods', 'podSelector'],
  form: 'labels',
  direction,
  loss: ranked,
}));

const antrea: readonly PeerRow[] = directions.map(({ direction, rules, side }) => ({
  kinds: ['crd.antrea.io/NetworkPolicy', 'crd.antrea.io/ClusterNetworkPolicy'],
  rules: ['spec', rules],
  side,
  isList: true,
  pods: ['podSelector'],
  form: 'labels',
  direction,
  loss: ranked,
}));

const calico: readonly PeerRow[] = directions.map(({ direction, rules, calico: side }) => ({
  kinds: [
    'projectcalico.org/NetworkPolicy',
    'crd.projectcalico.org/NetworkPolicy',
    'projectcalico.org/GlobalNetworkPolicy',
    'crd.projectcalico.org/GlobalNetworkPolicy',
  ],
  rules: ['spec', rules],
  side,
  isList: false,
  pods: ['selector'],
  form: 'expression',
  direction,
  loss: { means: 'open', because: 'the first of its rules that fits decides, whoever wrote it' },
}));

export const peerKinds: readonly PeerRow[] = [
  ...network,
  ...cilium,
  ...clusterWide,
  ...antrea,
  ...calico,
];
