// A host of a shared Gateway in the hands of other namespaces: one listener for the host alone, to
// which their routes may attach and no others; the grant that a certificate from elsewhere needs.
//
// Neighbours: namespaces.ts, ../listener-set.ts (a namespace that brings its own listeners),
// ../grant.ts (backends of other namespaces: `Backend.of(service, { grant: true })`).

import { Construct } from 'constructs';
import { present } from '../../model/present';
import type { Gateway } from '../gateway';
import { grantBackend } from '../grant';
import {
  type CertificateTarget,
  type HttpsListenerOptions,
  Listener,
  secretRefOf,
} from '../listener';
import { misuse } from '../misuse';
import type { Parent } from '../parent';
import { inNamespaces } from './namespaces';

export interface DelegationProps {
  readonly gateway: Gateway;
  /** The host, or `*.` and a domain. */
  readonly hostname: string;
  /** The namespaces whose routes may answer for it. */
  readonly namespaces: readonly string[];
  /**
   * The Secrets with its certificates; those of other namespaces get a ReferenceGrant there.
   * @default - none: the listener is HTTP
   */
  readonly certificates?: readonly CertificateTarget[];
  /** @default - 443 with certificates, else 80 */
  readonly port?: number;
  /** @default - the host, `wildcard.` in the place of `*.` */
  readonly listenerName?: string;
}

export class Delegation extends Construct {
  /** What the routes of those namespaces attach to. */
  readonly parent: Parent;

  constructor(scope: Construct, id: string, props: DelegationProps) {
    super(scope, id);
    const { gateway, hostname, namespaces, certificates = [], port } = props;
    if (namespaces.length === 0) {
      throw misuse(this, {
        message: `host \`${hostname}\` is in the hands of no namespace`,
        hint: "name those whose routes answer for it: namespaces: ['shop']",
      });
    }
    const name = props.listenerName ?? listenerNameOf(hostname);
    const routesFrom = inNamespaces(...namespaces);
    const options = present<HttpsListenerOptions>({ name, hostname, port, routesFrom });
    const isSecure = certificates.length > 0;
    gateway.addListener(
      isSecure ? Listener.https({ ...options, certificates }) : Listener.http(options),
    );
    for (const certificate of certificates) {
      const ref = secretRefOf(gateway, certificate);
      if (ref.namespace !== undefined) grantBackend(gateway, { group: '', kind: 'Secret', ...ref });
    }
    this.parent = gateway.listener(name);
  }
}

/** A listener's name says which host it is for; it may hold dots, and no `*`. */
export function listenerNameOf(hostname: string): string {
  return hostname.replace(/^\*\./, 'wildcard.');
}
