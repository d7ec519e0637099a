// JSON on one line, keys in the order they have.
//
// Integers beyond 2^53 are read as bigint, which JSON.stringify refuses; they are written as they
// were. It is several times as fast, and few texts hold such a number. Neighbours: outcome-json.ts (what is written so).

export function jsonLine(value: unknown): string {
  try {
    return `${JSON.stringify(value)}\n`;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return `${jsonText(value)}\n`;
  }
}

function jsonText(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  const pairs: string[] = [];
  for (const [key, part] of Object.entries(value)) {
    if (part !== undefined) pairs.push(`${JSON.stringify(key)}:${jsonText(part)}`);
  }
  return `{${pairs.join(',')}}`;
}
