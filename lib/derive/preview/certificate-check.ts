// Whether the certificate of a listener covers a preview hostname. A listener's wildcard stands for
// any number of labels, that of a certificate for one: `pr-12.app.example.com` is taken by the
// listener `*.example.com` and not covered by its certificate; `pr-12--app.example.com` is.
//
// Where the input holds the cert-manager Certificates that fill the listener's Secrets their names
// are compared; else the certificate is taken to be for the listener's own hostname.
// Neighbours: preview-hosts.ts (Certificates by Secret), preview-findings.ts (the words).

import type { Listener } from '../../model/gateway';
import { at, type Manifest, textOf } from '../../model/manifest';
import { certificateRefs, terminatesTls } from '../../routing/arena/listener-tls';
import { anyHost } from '../../routing/hostname';
import { dnsNamesOf, type PreviewHosts } from './preview-hosts';

export interface Uncovered {
  readonly listener: Listener;
  /** What its certificate is for, as far as the input tells. */
  readonly names: readonly string[];
  /** The Certificates that say so; none: it is taken to be for the listener's hostname. */
  readonly certificates: readonly Manifest[];
  /** A hostname of the same words that it covers; undefined where none would. */
  readonly fitting: string | undefined;
}

/** Undefined where the certificate covers the hostname, or nothing tells. */
export function uncovered(
  hostname: string,
  listener: Listener,
  hosts: PreviewHosts,
): Uncovered | undefined {
  if (!terminatesTls(listener)) return undefined;
  const secrets = certificateRefs(listener).map(({ ref, from }) => {
    const namespace = textOf(at(ref, ['namespace']));
    const home =
      namespace === undefined ? from.namespace : hosts.table.inventory.namespaceKey(namespace);
    return hosts.certificatesOf(home, textOf(at(ref, ['name'])) ?? '');
  });
  const certificates = secrets.flat();
  const isAllKnown = secrets.length > 0 && secrets.every((found) => found.length > 0);
  if (certificates.length > 0) {
    const names = certificates.flatMap(dnsNamesOf);
    const isCovered = names.some((name) => coversOneLabel(name, hostname));
    // Another Secret, that nobody here knows, may be for the hostname.
    if (isCovered || !isAllKnown) return undefined;
    return { listener, names, certificates, fitting: fittingName(hostname, names) };
  }
  const own = listener.hostname.toLowerCase();
  if (own === anyHost || coversOneLabel(own, hostname)) return undefined;
  return { listener, names: [own], certificates, fitting: fittingName(hostname, [own]) };
}

/** Whether a name of a certificate is for a hostname: a wildcard stands for one label. */
function coversOneLabel(name: string, hostname: string): boolean {
  if (!name.startsWith('*.')) return name === hostname;
  const dot = hostname.indexOf('.');
  return dot > 0 && hostname.slice(dot) === name.slice(1);
}

/** The labels before a wildcard's part joined to one: `pr-12--app.example.com`. */
function fittingName(hostname: string, names: readonly string[]): string | undefined {
  const fits = names.flatMap((name) => {
    const end = name.slice(1);
    if (!name.startsWith('*.') || !hostname.endsWith(end)) return [];
    const label = hostname.slice(0, -end.length).replaceAll('.', '--');
    return label.length <= longestLabel ? [`${label}${end}`] : [];
  });
  // The longest wildcard keeps most of the name as it is.
  return fits.sort((left, right) => left.split('.').length - right.split('.').length).at(-1);
}

/** Of a DNS name (RFC 1035). */
export const longestLabel = 63;
