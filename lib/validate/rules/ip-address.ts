// Addresses as Kubernetes' rules read them: neither zones nor IPv4 in the clothes of IPv6.
//
// `net.isIP` of Node takes both. Neighbours: hostnames.ts (who asks).

const byte = /^(?:0|[1-9]\d{0,2})$/;
const group = /^[0-9A-Fa-f]{1,4}$/;
/** No address is longer. */
const longest = 45;

export function isIpAddress(text: string): boolean {
  if (text.length > longest) return false;
  return text.includes(':') ? isIpv6(text) : bytesOf(text) !== undefined;
}

function bytesOf(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const isAddress = parts.length === 4 && parts.every((one) => byte.test(one) && Number(one) < 256);
  return isAddress ? parts.map(Number) : undefined;
}

function isIpv6(text: string): boolean {
  const [before = '', after, ...more] = text.split('::');
  if (more.length > 0) return false;
  const first = groupsOf(before, after === undefined);
  const last = after === undefined ? [] : groupsOf(after, true);
  if (first === undefined || last === undefined) return false;
  const count = first.length + last.length;
  // `::` stands for one group at least.
  if (after === undefined ? count !== 8 : count > 7) return false;
  const groups = [...first, ...Array<number>(8 - count).fill(0), ...last];
  return !groups.slice(0, 6).every((one, index) => one === (index === 5 ? 0xffff : 0));
}

/** @param mayEnd whether the last group may be written as an IPv4 address */
function groupsOf(half: string, mayEnd: boolean): readonly number[] | undefined {
  if (half === '') return [];
  const parts = half.split(':');
  const bytes = mayEnd ? bytesOf(parts.at(-1) ?? '') : undefined;
  const plain = bytes === undefined ? parts : parts.slice(0, -1);
  if (!plain.every((one) => group.test(one))) return undefined;
  const groups = plain.map((one) => Number.parseInt(one, 16));
  if (bytes === undefined) return groups;
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return [...groups, a * 256 + b, c * 256 + d];
}
