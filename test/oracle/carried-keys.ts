// Which sandboxes' keys a request carries, read off its lines by the carriers' own grammars:
// members between commas, cookies between semicolons, or the whole value. Neighbour: grid.ts.

import type { Carrier, Config } from '../../lib/model/config';
import type { OracleRequest } from './accept';

type Keys = Pick<Config, 'carriers' | 'keyName'>;

/** Every value that stands where a key would, each once. */
export function carriedKeys(request: OracleRequest, keys: Keys): readonly string[] {
  return [...new Set(keys.carriers.flatMap((carrier) => keysBy(carrier, request, keys.keyName)))];
}

/** Whether a header or parameter that carries keys comes more than once: nothing is promised then. */
export function repeatsCarrier(request: OracleRequest, { carriers }: Keys): boolean {
  return carriers.some((carrier) => valuesOf(carrier, request).length > 1);
}

function valuesOf(carrier: Carrier, { headers, query }: OracleRequest): readonly string[] {
  if (carrier.type === 'query') {
    return query.filter(([name]) => name === carrier.name).map(([, value]) => value);
  }
  const own = (carrier.type === 'header' ? carrier.name : carrier.type).toLowerCase();
  return headers.filter(([name]) => name.toLowerCase() === own).map(([, value]) => value);
}

function keysBy(carrier: Carrier, request: OracleRequest, keyName: string): readonly string[] {
  const values = valuesOf(carrier, request);
  switch (carrier.type) {
    case 'header':
    case 'query':
      return values;
    case 'baggage':
      return values.flatMap((value) =>
        value.split(',').flatMap((member) => {
          const [pair = ''] = member.split(';');
          const [, name, key] = /^[ \t]*(.*?)[ \t]*=[ \t]*(.*?)[ \t]*$/.exec(pair) ?? [];
          return name === keyName && key !== undefined ? [key] : [];
        }),
      );
    case 'tracestate':
      return values.flatMap((value) => membersOf(value, ',', keyName));
    case 'cookie':
      return values.flatMap((value) => membersOf(value, ';', carrier.name));
  }
}

/** No blanks stand around `=` there. */
function membersOf(value: string, between: ',' | ';', keyName: string): readonly string[] {
  return value.split(between).flatMap((member) => {
    const text = member.replace(/^[ \t]+|[ \t]+$/g, '');
    return text.startsWith(`${keyName}=`) ? [text.slice(keyName.length + 1)] : [];
  });
}
