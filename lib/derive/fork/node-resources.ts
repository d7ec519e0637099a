// Ports of the node that a fork's pods ask for, as the baseline's do: two pods of one node cannot
// both have them, so the fork waits for a node of its own, or takes the baseline's at its next
// start.
//
// Requests reach a fork by its Services, so it needs none of them; taking them out is the user's,
// since programs may learn them from elsewhere. Judged on the patched template.

import { at, listOf, nameOf } from '../../model/manifest';
import { containerName, containersOf } from '../pods/containers';
import { aboutFork, type ForkStep } from './fork-step';

export const nodePortClash: ForkStep = (template, context) => {
  const fork = `the fork of ${nameOf(context.baseline.object)}`;
  const hint = (what: string, patch: string) =>
    `take ${what} from the fork by a strategic patch: \`{"spec":{"template":{"spec":${patch}}}}\``;
  if (at(template, ['spec', 'hostNetwork']) === true) {
    const message = `${fork} uses the network of its node, as the baseline's pods do, so the two cannot have their ports on one node`;
    const patch = '{"hostNetwork":false}';
    const told = { message, hint: hint('`hostNetwork` and every `hostPort`', patch) };
    return { template, findings: [aboutFork(context, 'node-port-clash', told)] };
  }
  const clashes = containersOf(template).flatMap(({ list, container }) => {
    const ports = listOf(container.ports).filter((port) => isTaken(at(port, ['hostPort'])));
    return ports.map((port) => ({ list, name: containerName(container), port }));
  });
  const findings = clashes.map(({ list, name, port }) => {
    const asked = String(at(port, ['hostPort']));
    const number = String(at(port, ['containerPort']));
    return aboutFork(context, 'node-port-clash', {
      message: `container \`${name}\` of ${fork} takes port ${asked} of its node, as the baseline's pods do, so the two cannot run on one node`,
      hint: hint(
        '`hostPort`',
        `{"${list}":[{"name":"${name}","ports":[{"containerPort":${number},"hostPort":null}]}]}`,
      ),
    });
  });
  return { template, findings };
};

function isTaken(port: unknown): boolean {
  return (typeof port === 'number' || typeof port === 'bigint') && port > 0;
}
