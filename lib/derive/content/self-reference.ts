// Variables by which a workload calls itself: in the fork they still name the baseline.
//
// Only an address counts, a host with a port of the Service, a scheme before it or its namespace
// behind it: `cart` alone may be any name. A mesh brings keyed calls back to the fork, so this is
// worth a note and no more. Neighbour: content.ts.

import { at, listOf, type Manifest, nameOf } from '../../model/manifest';
import { listText } from '../../model/text-list';
import { aboutFork } from '../fork/fork-step';
import { containerName, containersOf } from '../pods/containers';
import type { ContentNote } from './content-part';
import { variablesOf } from './variables';

export const selfReferences: ContentNote = (template, context, config) => {
  const own = context.services.map(serviceAddress);
  return containersOf(template).flatMap(({ container, isServing }) => {
    const named = variablesOf(container, config).all.flatMap(({ name, value = '' }) => {
      const service = isServing ? own.find((one) => one.isIn(value)) : undefined;
      return service === undefined ? [] : { name, service: service.text };
    });
    const [first] = named;
    if (first === undefined) return [];
    const variables = named.map(({ name }) => `\`${name}\``);
    return aboutFork(context, 'self-reference', {
      message: `${listText(variables, 4, ', ')} of container \`${containerName(container)}\` of ${nameOf(context.baseline.object)} names its own ${first.service}, which leads the fork back to the baseline`,
      hint: 'set it under `env` with `valueFrom.fork` if the fork is to call itself without a mesh',
    });
  });
};

function serviceAddress({ object }: Manifest) {
  const { name = '', namespace } = object.metadata ?? {};
  const ports = new Set(
    listOf(at(object, ['spec', 'ports'])).map((port) => String(at(port, ['port']))),
  );
  return { text: nameOf(object), isIn };

  function isIn(text: string): boolean {
    // A host, what stands before it, and the port behind it; hosts hold no colon and no slash.
    for (const found of text.matchAll(
      /(:\/\/|@|(?<![\w.-]))([A-Za-z0-9][A-Za-z0-9.-]*)(?::(\d{1,5}))?/g,
    )) {
      const [, before = '', host = '', port] = found;
      const [first, ...rest] = host.toLowerCase().split('.');
      if (first !== name) continue;
      if (!isOwnDomain(rest)) continue;
      if (before !== '' || rest.length > 0 || (port !== undefined && ports.has(port))) return true;
    }
    return false;
  }

  /** Nothing, the namespace, and what a cluster puts behind it. */
  function isOwnDomain([own, svc, ...zone]: readonly string[]): boolean {
    if (own === undefined) return true;
    // Where the baseline's namespace has no name here, any may be meant.
    if (namespace !== undefined && own !== namespace) return false;
    if (namespace === undefined && svc === undefined) return false;
    return (
      svc === undefined ||
      (svc === 'svc' && (zone.length === 0 || zone.join('.') === 'cluster.local'))
    );
  }
}
