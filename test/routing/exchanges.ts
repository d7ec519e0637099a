// Requests on their way through filters, in few words.

import type { HeaderLine } from '../../lib/model/request';
import type { Exchange } from '../../lib/routing/filter/exchange';

/** A GET for `http://shop.example.com/cart` by way of port 80, except for what is given. */
export function exchange(given: Partial<Exchange> = {}): Exchange {
  return {
    method: 'GET',
    host: 'shop.example.com',
    path: '/cart',
    headers: [],
    scheme: 'http',
    port: 80,
    ...given,
  };
}

/** Header lines as one text: `x: 1; y: 2`. */
export function lines(text: string): HeaderLine[] {
  if (text === '') return [];
  return text.split('; ').map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
}

export function written(headers: readonly HeaderLine[]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('; ');
}
