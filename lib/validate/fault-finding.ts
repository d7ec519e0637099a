// A fault of an object as a finding. Neighbours: fault.ts, validate.ts.

import { type Finding, finding } from '../model/finding';
import { fieldName, type Manifest, nameOf } from '../model/manifest';
import type { Fault } from './fault';

export function faultFinding({ object, origin }: Manifest, fault: Fault): Finding {
  const { code, path, text, hint } = fault;
  const name = nameOf(object);
  const field = path.length === 0 ? name : `\`${fieldName(path)}\` of ${name}`;
  return finding(code, {
    message: `${field} ${text}`,
    ...(hint === undefined ? {} : { hint }),
    where: { origin, path },
    object: name,
  });
}
