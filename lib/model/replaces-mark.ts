// The annotation that says what a sandbox sends elsewhere without a fork:
// `Service/shop/payments=Service/mocks/payments-mock:80`, entries set apart by commas.
//
// Without a port the one that was asked for is meant; an empty namespace is the unnamed current
// one. Neighbours: marks.ts, ../derive/write/finish.ts (who writes it), ../verify/claim/marked.ts
// (who reads it).

import { markedList, markedListOf, sourceOf } from './marks';

/** A Service by namespace and name. */
interface Place {
  readonly namespace: string;
  readonly name: string;
}

export interface MarkedReplacement {
  readonly service: Place;
  readonly to: Place & { readonly port?: number };
}

export function replacesText(replacements: readonly MarkedReplacement[]): string {
  const texts = replacements.map(({ service, to }) => {
    const port = to.port === undefined ? '' : `:${to.port}`;
    return `${placeText(service)}=${placeText(to)}${port}`;
  });
  return markedList(texts.sort());
}

/** What the annotation says; undefined where it cannot be read. */
export function replacesOf(text: string): readonly MarkedReplacement[] | undefined {
  const read = markedListOf(text).map(readEntry);
  const whole = read.filter((one) => one !== undefined);
  return whole.length < read.length ? undefined : whole;
}

function placeText({ namespace, name }: Place): string {
  return `Service/${namespace}/${name}`;
}

function readEntry(text: string): MarkedReplacement | undefined {
  const [from, to = '', ...more] = text.split('=');
  const [target, port, ...others] = to.split(':');
  const [service, place] = [readPlace(from), readPlace(target)];
  const number = port === undefined ? undefined : Number(port);
  const isPort = number === undefined || (Number.isInteger(number) && number > 0);
  if (service === undefined || place === undefined || !isPort) return undefined;
  if (more.length + others.length > 0) return undefined;
  return { service, to: { ...place, ...(number === undefined ? {} : { port: number }) } };
}

function readPlace(text: string | undefined): Place | undefined {
  const source = sourceOf(text);
  return source?.kind === 'Service'
    ? { namespace: source.namespace, name: source.name }
    : undefined;
}
