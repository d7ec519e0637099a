// What is granted or refused to a ServiceAccount by name: bindings of roles, and the policies of
// meshes that know callers by their account.
//
// One row a kind. Names with a wildcard at the end take an account of the fork's own as well, and
// so do groups of accounts, so neither is here. Neighbour: service-account.ts (who asks).

import { collect } from '../../model/groups';
import { groupKindOf, type Inventory, type NamespaceKey } from '../../model/inventory';
import { at, type Json, listOf, type Manifest, textOf } from '../../model/manifest';
import { isOurs } from '../../model/marks';
import { compareText } from '../../model/text-order';

/** A place that names an account. */
interface Named {
  /** Undefined: of any namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** Whoever is named is kept out, or everybody else is let in. */
  readonly isRefusal?: boolean;
}

export interface AccountGrant {
  readonly manifest: Manifest;
  readonly isRefusal: boolean;
}

interface Row {
  readonly kinds: readonly string[];
  readonly named: (object: Json, own: string | undefined) => readonly Named[];
}

const rows: readonly Row[] = [
  {
    kinds: [
      'rbac.authorization.k8s.io/RoleBinding',
      'rbac.authorization.k8s.io/ClusterRoleBinding',
    ],
    named: (object, own) => listOf(at(object, ['subjects'])).flatMap((one) => subject(one, own)),
  },
  { kinds: ['security.istio.io/AuthorizationPolicy'], named: istioNamed },
  {
    kinds: ['policy.linkerd.io/MeshTLSAuthentication'],
    named: (object, own) => [
      ...listOf(at(object, ['spec', 'identityRefs'])).flatMap((one) => subject(one, own)),
      ...listOf(at(object, ['spec', 'identities'])).flatMap(linkerdIdentity),
    ],
  },
  {
    kinds: ['policy.linkerd.io/ServerAuthorization'],
    named: (object, own) => {
      const mesh = at(object, ['spec', 'client', 'meshTLS']);
      return [
        ...listOf(at(mesh, ['serviceAccounts'])).flatMap((one) => account(one, own)),
        ...listOf(at(mesh, ['identities'])).flatMap(linkerdIdentity),
      ];
    },
  },
];

/** A subject of RBAC, or a reference to an account. */
function subject(value: Json, own: string | undefined): readonly Named[] {
  const kind = at(value, ['kind']);
  if (kind === 'ServiceAccount') return account(value, own);
  const user = kind === 'User' ? textOf(at(value, ['name'])) : undefined;
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user ?? '') ?? [];
  return name === undefined ? [] : [{ namespace, name }];
}

function account(value: Json, own: string | undefined): readonly Named[] {
  const name = textOf(at(value, ['name']));
  return name === undefined ? [] : [{ namespace: textOf(at(value, ['namespace'])) ?? own, name }];
}

/** `cart.shop.serviceaccount.identity.linkerd.cluster.local`. */
function linkerdIdentity(value: Json): readonly Named[] {
  const [, name, namespace] =
    /^([^.*]+)\.([^.]+)\.serviceaccount\./.exec(textOf(value) ?? '') ?? [];
  return name === undefined ? [] : [{ namespace, name }];
}

/** Fields of an Istio source that know callers by account, and those that know all others. */
const istioFields = [
  { field: 'principals', isOthers: false },
  { field: 'serviceAccounts', isOthers: false },
  { field: 'notPrincipals', isOthers: true },
  { field: 'notServiceAccounts', isOthers: true },
] as const;

function istioNamed(object: Json, own: string | undefined): readonly Named[] {
  const isDenying = at(object, ['spec', 'action']) === 'DENY';
  const sources = listOf(at(object, ['spec', 'rules']))
    .flatMap((rule) => listOf(at(rule, ['from'])))
    .map((from) => at(from, ['source']));
  return sources.flatMap((source) =>
    istioFields.flatMap(({ field, isOthers }) =>
      listOf(at(source, [field])).flatMap((text) =>
        istioPrincipal(textOf(text) ?? '', own).map((one) => ({
          ...one,
          isRefusal: isDenying !== isOthers,
        })),
      ),
    ),
  );
}

/** `cluster.local/ns/shop/sa/cart`, with any beginning; or `shop/cart` and `cart` for accounts. */
function istioPrincipal(text: string, own: string | undefined): readonly Named[] {
  if (text.endsWith('*')) return [];
  const [, namespace, name] = /(?:^|[/*])(?:ns\/([^/]+)\/)?sa\/([^/]+)$/.exec(text) ?? [];
  if (name !== undefined) return [{ namespace, name }];
  const [first = '', second, ...more] = text.split('/');
  if (more.length > 0 || first.includes('*')) return [];
  return [
    second === undefined ? { namespace: own, name: first } : { namespace: first, name: second },
  ];
}

const rowsByKind: ReadonlyMap<string, Row> = new Map(
  rows.flatMap((row) => row.kinds.map((kind) => [kind, row] as const)),
);

/** Every grant of the baseline, found by the account that it names. */
export class AccountGrants {
  readonly #byName = new Map<string, (Named & { readonly manifest: Manifest })[]>();

  constructor(readonly inventory: Inventory) {
    for (const [kind, row] of rowsByKind) {
      for (const manifest of inventory.ofKind(kind)) {
        if (isOurs(manifest.object)) continue;
        const { namespace } = manifest.object.metadata ?? {};
        for (const one of row.named(manifest.object, namespace)) {
          collect(this.#byName, one.name, { ...one, manifest });
        }
      }
    }
  }

  /** What names an account, each object once for what it grants and once for what it refuses. */
  of(namespace: NamespaceKey, name: string): readonly AccountGrant[] {
    const seen = new Set<string>();
    const grants: AccountGrant[] = [];
    for (const { manifest, isRefusal = false, ...one } of this.#byName.get(name) ?? []) {
      const isSame =
        one.namespace === undefined || this.inventory.namespaceKey(one.namespace) === namespace;
      const id = `${isRefusal}\n${this.inventory.idOf(manifest.object)}`;
      if (!isSame || seen.has(id)) continue;
      seen.add(id);
      grants.push({ manifest, isRefusal });
    }
    return grants.sort((left, right) => compareText(this.#place(left), this.#place(right)));
  }

  #place({ manifest }: AccountGrant): string {
    const { object } = manifest;
    return `${groupKindOf(object)}\n${this.inventory.idOf(object)}`;
  }
}
