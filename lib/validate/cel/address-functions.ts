// Functions of IP addresses and networks.
//
// Neighbours: ../address.ts, environment.ts.

import { type Address, contains, masked, type Network, readAddress, readNetwork } from '../address';
import { RuleError } from './engine';
import type { Functions, Namespace } from './signature';

function address(text: string): Address {
  const value = readAddress(text);
  if (value === undefined) throw new RuleError(`\`${text}\` is no IP address`);
  return value;
}

function network(text: string): Network {
  const value = readNetwork(text);
  if (value === undefined) throw new RuleError(`\`${text}\` is no CIDR`);
  return value;
}

const [isFour, first] = [
  ({ bytes }: Address) => bytes.length === 4,
  ({ bytes }: Address) => bytes[0] ?? 0,
];

const second = ({ bytes }: Address) => bytes[1] ?? 0;

export const addressFunctions: Functions = {
  'ip(string): IP': address,
  'isIP(string): bool': (text: string) => readAddress(text) !== undefined,
  'string(IP): string': String,
  'IP.family(): int': (value: Address) => (isFour(value) ? 4n : 6n),
  'IP.isUnspecified(): bool': ({ bytes }: Address) => bytes.every((byte) => byte === 0),
  'IP.isLoopback(): bool': isLoopback,
  'IP.isLinkLocalMulticast(): bool': isLinkLocalMulticast,
  'IP.isLinkLocalUnicast(): bool': isLinkLocalUnicast,
  'IP.isGlobalUnicast(): bool': (value: Address) =>
    !value.bytes.every((byte) => byte === 0) &&
    !(isFour(value) && value.bytes.every((byte) => byte === 255)) &&
    !isLoopback(value) &&
    !isMulticast(value) &&
    !isLinkLocalUnicast(value),
  'cidr(string): CIDR': network,
  'isCIDR(string): bool': (text: string) => readNetwork(text) !== undefined,
  'string(CIDR): string': String,
  'CIDR.ip(): IP': ({ address: start }: Network) => start,
  'CIDR.masked(): CIDR': masked,
  'CIDR.prefixLength(): int': ({ length }: Network) => BigInt(length),
  'CIDR.containsIP(IP): bool': contains,
  'CIDR.containsIP(string): bool': (value: Network, text: string) => contains(value, address(text)),
  'CIDR.containsCIDR(CIDR): bool': holds,
  'CIDR.containsCIDR(string): bool': (value: Network, text: string) => holds(value, network(text)),
};

export const addressNames: Namespace = {
  name: 'ip',
  functions: {
    'isCanonical(string): bool': (text: string) => String(address(text)) === text,
  },
};

function holds(outer: Network, inner: Network): boolean {
  return inner.length >= outer.length && contains(outer, inner.address);
}

function isLoopback(value: Address): boolean {
  if (isFour(value)) return first(value) === 127;
  return value.bytes.every((byte, index) => byte === (index === 15 ? 1 : 0));
}

function isMulticast(value: Address): boolean {
  return isFour(value) ? first(value) >> 4 === 0xe : first(value) === 0xff;
}

function isLinkLocalMulticast(value: Address): boolean {
  if (!isFour(value)) return first(value) === 0xff && (second(value) & 0x0f) === 2;
  return first(value) === 224 && second(value) === 0 && value.bytes[2] === 0;
}

function isLinkLocalUnicast(value: Address): boolean {
  if (isFour(value)) return first(value) === 169 && second(value) === 254;
  return first(value) === 0xfe && (second(value) & 0xc0) === 0x80;
}
