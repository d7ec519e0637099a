// Patterns of hosts: '' is any host, `*.b` all below `b`.

/** Whether every host of the second pattern is one of the first. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === '' || wide === narrow) return true;
  // The star stands for one character or more, of one label or several.
  return wide.startsWith('*') && narrow.length >= wide.length && narrow.endsWith(wide.slice(1));
}
