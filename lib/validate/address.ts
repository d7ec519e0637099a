// IP addresses as the API server reads them: no zones, no zeros in front.
//
// Neighbours: schema/formats.ts, cel/address-functions.ts.

export class Address {
  /** Four or sixteen. */
  readonly bytes: readonly number[];

  constructor(bytes: readonly number[]) {
    this.bytes = bytes;
  }

  toString(): string {
    return this.bytes.length === 4 ? this.bytes.join('.') : groupsText(groupsOf(this.bytes));
  }
}

export class Network {
  readonly address: Address;
  readonly length: number;

  constructor(address: Address, length: number) {
    this.address = address;
    this.length = length;
  }

  toString(): string {
    return `${this.address}/${this.length}`;
  }
}

/** As rules read them: no IPv4 within IPv6 either. */
export function readAddress(text: string): Address | undefined {
  const address = readAnyAddress(text);
  return address !== undefined && isMapped(address) ? undefined : address;
}

export function readAnyAddress(text: string): Address | undefined {
  const bytes = text.includes(':') ? sixteen(text) : four(text);
  return bytes && new Address(bytes);
}

/** `::ffff:192.0.2.1`. */
function isMapped({ bytes }: Address): boolean {
  const [mark, more] = [bytes[10], bytes[11]];
  return (
    bytes.length === 16 &&
    bytes.slice(0, 10).every((one) => one === 0) &&
    mark === 255 &&
    more === 255
  );
}

export function readNetwork(text: string): Network | undefined {
  const [, start = '', length = ''] = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const address = readAddress(start);
  const bits = Number(length);
  if (address === undefined || length === '' || bits > address.bytes.length * 8) return undefined;
  return new Network(address, bits);
}

/** The first address of a network: bits behind its length are 0. */
export function masked({ address, length }: Network): Network {
  const bytes = address.bytes.map((byte, index) => {
    const kept = Math.min(Math.max(length - index * 8, 0), 8);
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return new Network(new Address(bytes), length);
}

export function contains(network: Network, { bytes }: Address): boolean {
  if (bytes.length !== network.address.bytes.length) return false;
  const first = masked(network).address.bytes;
  return masked(new Network(new Address(bytes), network.length)).address.bytes.every(
    (byte, index) => byte === first[index],
  );
}

function four(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const isRight = parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return parts.length === 4 && isRight ? parts.map(Number) : undefined;
}

function sixteen(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined;
  const sides = text.split('::');
  if (sides.length > 2) return undefined;
  const last = sides.length - 1;
  const [front, back] = sides.map((side, index) =>
    side === '' ? [] : groups(side, index === last),
  );
  if (front === undefined || (sides.length === 2 && back === undefined)) return undefined;
  const missing = 16 - front.length - (back?.length ?? 0);
  // `::` stands for one group at least.
  if (sides.length === 2 ? missing < 2 : missing !== 0) return undefined;
  return [...front, ...Array<number>(missing).fill(0), ...(back ?? [])];
}

/** @param isLast whether the address ends here, where it may end like one of IPv4 */
function groups(side: string, isLast: boolean): readonly number[] | undefined {
  const parts = side.split(':');
  const bytes: number[] = [];
  for (const [index, part] of parts.entries()) {
    const last = isLast && index === parts.length - 1 ? four(part) : undefined;
    if (last !== undefined) bytes.push(...last);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      const group = Number.parseInt(part, 16);
      bytes.push(group >> 8, group & 0xff);
    } else return undefined;
  }
  return bytes;
}

function groupsOf(bytes: readonly number[]): readonly number[] {
  return Array.from(
    { length: 8 },
    (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0),
  );
}

/** The canonical form: the longest run of zeros as `::`. */
function groupsText(all: readonly number[]): string {
  let [start, longest] = [-1, 1];
  for (let from = 0; from < 8; from += 1) {
    let to = from;
    while (to < 8 && all[to] === 0) to += 1;
    if (to - from > longest) [start, longest] = [from, to - from];
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (start < 0) return text(all);
  return `${text(all.slice(0, start))}::${text(all.slice(start + longest))}`;
}
