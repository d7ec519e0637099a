// ReferenceGrant: lets objects of other namespaces name objects of this one.

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type {
  ReferenceGrantFrom,
  ReferenceGrantSpec,
  ReferenceGrantTo,
} from '../../imports/gateway-api';
import { gatewayGroup } from '../model/manifest';
import { present } from '../model/present';
import { GatewayApiObject, type GatewayApiObjectProps } from './gateway-api-object';
import { listIn, misuse, refuseProblems } from './misuse';
import { isApiObject, isServiceLike, nameOfConstruct, type ServiceLike } from './reference';
import { structureProblems } from './structure';

// v1beta1 is what clusters store, and what releases before 1.5 know.
const type = { apiVersion: `${gatewayGroup}/v1beta1`, kind: 'ReferenceGrant' };

/** Who may refer: objects of one kind in one namespace. */
export interface GrantFrom {
  /** @default 'gateway.networking.k8s.io' */
  readonly group?: string;
  readonly kind: string;
  readonly namespace: string;
}

/** What may be referred to. */
export interface GrantTo {
  /** @default '' */
  readonly group?: string;
  /** @default 'Service' */
  readonly kind?: string;
  /** @default - every object of the kind */
  readonly name?: string;
}

export interface ReferenceGrantProps extends GatewayApiObjectProps {
  /** @default - none yet */
  readonly from?: readonly (ApiObject | GrantFrom)[];
  /** @default - none yet */
  readonly to?: readonly (ApiObject | ServiceLike | GrantTo)[];
}

export class ReferenceGrant extends GatewayApiObject {
  readonly #from: ReferenceGrantFrom[] = [];
  readonly #to: ReferenceGrantTo[] = [];

  constructor(scope: Construct, id: string, props: ReferenceGrantProps = {}) {
    super(scope, id, type, props);
    for (const from of listIn(this, 'from', props.from) ?? []) this.addFrom(from);
    for (const to of listIn(this, 'to', props.to) ?? []) this.addTo(to);
  }

  /** Lets one more kind and namespace refer; one that is there already is not added again. */
  addFrom(from: ApiObject | GrantFrom): this {
    const entry = isApiObject(from) ? this.#fromConstruct(from) : { group: gatewayGroup, ...from };
    const isKnown = this.#from.some((known) => sameFrom(known, entry));
    if (!isKnown) this.#from.push(entry);
    this.#spec({ isFinal: false });
    return this;
  }

  /** Lets one more object, or all of a kind, be referred to. */
  addTo(to: ApiObject | ServiceLike | GrantTo): this {
    const isConstruct = isApiObject(to) || isServiceLike(to);
    const { group = '', kind = 'Service', name } = isConstruct ? nameOfConstruct(to) : to;
    const { namespace } = isConstruct ? to.metadata : this.metadata;
    if (namespace !== this.metadata.namespace) {
      throw misuse(this, {
        message: `a ReferenceGrant of ${spelt(this.metadata.namespace)} lets nobody refer to ${kind} ${name} of ${spelt(namespace)}`,
        hint: 'put the ReferenceGrant into the namespace of what it lets others refer to',
      });
    }
    this.#to.push(present<ReferenceGrantTo>({ group, kind, name }));
    this.#spec({ isFinal: false });
    return this;
  }

  override toSpec(): ReferenceGrantSpec {
    return this.#spec({ isFinal: true });
  }

  #spec({ isFinal }: { readonly isFinal: boolean }): ReferenceGrantSpec {
    const spec = { from: [...this.#from], to: [...this.#to] };
    refuseProblems(this, structureProblems(type, spec, { isFinal }));
    return spec;
  }

  #fromConstruct({
    apiGroup: group,
    kind,
    metadata: { namespace },
  }: ApiObject): ReferenceGrantFrom {
    if (namespace === undefined) {
      throw misuse(this, {
        message: `a ReferenceGrant needs the namespace of the ${kind} that it is for`,
        hint: 'give the chart of the referring object a namespace',
      });
    }
    return { group, kind, namespace };
  }
}

function sameFrom(a: ReferenceGrantFrom, b: ReferenceGrantFrom): boolean {
  return a.group === b.group && a.kind === b.kind && a.namespace === b.namespace;
}

function spelt(namespace: string | undefined): string {
  return namespace === undefined ? 'no namespace' : `namespace \`${namespace}\``;
}
