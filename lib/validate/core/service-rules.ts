// What the API server asks of Services: ports that can be told apart, and what their type needs.
//
// Neighbours: core-rules.ts, rule.ts.

import { isObject, type JsonObject, type KubeObject, textOf } from '../../model/manifest';
import { shown } from '../schema/shown';
import { isPortName } from './pod-rules';
import { type Entry, entriesAt, type Tell, tellTwice } from './rule';

export function serviceRules({ spec }: KubeObject, tell: Tell): void {
  const own = isObject(spec) ? spec : {};
  const type = textOf(own.type) || 'ClusterIP';
  const ports = entriesAt(own, ['ports'], ['spec']);
  if (type === 'ExternalName') {
    if (!textOf(own.externalName)) {
      const text = 'is not there, and a Service of type `ExternalName` needs it';
      tell({
        code: 'field-required',
        path: ['spec', 'externalName'],
        text,
        hint: 'add `externalName`',
      });
    }
  } else if (ports.length === 0 && own.clusterIP !== 'None') {
    const text = 'is not there or empty, and is required';
    tell({ code: 'field-required', path: ['spec', 'ports'], text, hint: 'add the ports' });
  }
  if (ports.length > 1) namesOfPorts(ports, tell);
  for (const port of ports) portRules(port, type, tell);
  tellTwice(ports, 'port', portId, tell);
}

function portId({ port, protocol }: JsonObject): string {
  return `${port}/${textOf(protocol) || 'TCP'}`;
}

function namesOfPorts(ports: readonly Entry[], tell: Tell): void {
  for (const { value, path } of ports) {
    if (textOf(value.name)) continue;
    tell({
      code: 'field-required',
      path: [...path, 'name'],
      text: 'is not there, and each of several ports needs one',
      hint: 'name each port',
    });
  }
  tellTwice(ports, 'name', ({ name }) => textOf(name) || undefined, tell);
}

function portRules({ value, path }: Entry, type: string, tell: Tell): void {
  const { targetPort, nodePort, name } = value;
  if (typeof targetPort === 'number' && (targetPort < 1 || targetPort > 65_535)) {
    const text = `is \`${targetPort}\`, and must be between 1 and 65535`;
    tell({ code: 'number-out-of-range', path: [...path, 'targetPort'], text });
  }
  if (typeof targetPort === 'string' && !isPortName(targetPort)) {
    const text = `is ${shown(targetPort)}, which is no name of a port`;
    tell({
      path: [...path, 'targetPort'],
      text,
      hint: 'write a number, or a name with a letter and at most 15 characters',
    });
  }
  const label = textOf(name);
  if (label && !(label.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(label))) {
    const text = `is ${shown(label)}, which is no name of a port`;
    tell({ path: [...path, 'name'], text, hint: 'write at most 63 of `a-z`, `0-9` and `-`' });
  }
  if (type === 'ClusterIP' && typeof nodePort === 'number' && nodePort !== 0) {
    const text = 'is there, though the Service is of type `ClusterIP`';
    tell({ path: [...path, 'nodePort'], text, hint: 'leave it out, or write `type: NodePort`' });
  }
}
