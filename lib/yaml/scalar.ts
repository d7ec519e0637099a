// What a YAML scalar means to Kubernetes.
//
// The law is the cluster's own decoder (sigs.k8s.io/yaml over go-yaml v2), quirks included:
// `y` is a boolean, `012` is ten, `1:20` and dates are strings. test/yaml/scalars.ts is a
// table of what that decoder answers. Neighbours: construct.ts (walks the events),
// quote.ts (the other direction).

export type Scalar = null | boolean | number | bigint | string;

/** The reason why a scalar cannot be read, as the end of a sentence. */
export class ScalarRefused extends Error {}

const words = new Map<string, Scalar>();
for (const word of ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']) {
  words.set(word, true);
}
for (const word of ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']) {
  words.set(word, false);
}
for (const word of ['', '~', 'null', 'Null', 'NULL']) words.set(word, null);
for (const word of ['.nan', '.NaN', '.NAN']) words.set(word, Number.NaN);
for (const word of ['inf', 'Inf', 'INF']) {
  words.set(`.${word}`, Number.POSITIVE_INFINITY);
  words.set(`+.${word}`, Number.POSITIVE_INFINITY);
  words.set(`-.${word}`, Number.NEGATIVE_INFINITY);
}
const longestWord = 5;

/** Whether a word may start with this character, or it starts a number. */
const starts = new Set([...'yYnNtTfFoO~.+-0123456789'].map((char) => char.charCodeAt(0)));

const everydayInteger = /^(?:0|[1-9][0-9]{0,14})$/;
const integer =
  /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]([0-7]+)|0([0-7]+)|([1-9][0-9]*)|0)$/;
const signInsideBinary = /^0b([-+]?)([01]+)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const dotted = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;
const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };
const mostUint64 = 2n ** 64n - 1n;

/** The value of a plain scalar without a tag. */
export function resolvePlain(text: string): Scalar {
  if (text === '') return null;
  const first = text.charCodeAt(0);
  if (!starts.has(first)) return text;
  if (text.length <= longestWord) {
    const word = words.get(text);
    if (word !== undefined) return word;
  }
  if (first > 57) return text;
  if (first === 46) return dotted.test(text) ? finite(text.replaceAll('_', ''), text) : text;
  if (everydayInteger.test(text)) return Number(text);
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const whole = integerOf(plain);
  if (whole !== undefined) return narrow(whole);
  return float.test(plain) ? finite(plain, text) : text;
}

function finite(plain: string, text: string): number | string {
  const number = Number(plain);
  return Number.isFinite(number) ? number : text;
}

/** The integer that Go's ParseInt, then ParseUint, read in a text without underscores. */
function integerOf(plain: string): bigint | undefined {
  const match = integer.exec(plain);
  if (match === null) {
    const odd = signInsideBinary.exec(plain);
    return odd === null ? undefined : ranged(odd[1] ?? '', '0b', odd[2] ?? '');
  }
  const [, sign = '', hex, binary, octal, oldOctal, decimal] = match;
  if (hex !== undefined) return ranged(sign, '0x', hex);
  if (binary !== undefined) return ranged(sign, '0b', binary);
  return octal === undefined && oldOctal === undefined
    ? ranged(sign, '', decimal ?? '0')
    : ranged(sign, '0o', octal ?? oldOctal ?? '0');
}

function ranged(sign: string, prefix: string, digits: string): bigint | undefined {
  const significant = digits.replace(/^0+/, '');
  if (significant === '') return 0n;
  // No 64-bit integer has more digits; BigInt would take quadratic time over millions.
  if (significant.length > 64) return undefined;
  const size = BigInt(`${prefix}${significant}`);
  const value = sign === '-' ? -size : size;
  if (value >= int64.least && value <= int64.most) return value;
  return sign === '' && value <= mostUint64 ? value : undefined;
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const core = 'tag:yaml.org,2002:';

/** The tag of a merge key. */
export const mergeTag = `${core}merge`;

/** The value of a scalar with an explicit tag, by the tag's full name; throws ScalarRefused. */
export function resolveTagged(tag: string, text: string): Scalar {
  const short = tag.startsWith(core) ? tag.slice(core.length) : '';
  if (short === 'binary') return decodeBase64(text);
  if (!['bool', 'int', 'float', 'null', 'timestamp'].includes(short)) return text;
  if (short === 'timestamp' && timestamp.test(text)) return text;
  const value = resolvePlain(text);
  const type = typeOf(value, text);
  if (type === short) return value;
  const isSigned = typeof value === 'number' || (typeof value === 'bigint' && value <= int64.most);
  if (short === 'float' && type === 'int' && isSigned) return Number(value);
  throw new ScalarRefused(`\`${excerptOf(text)}\` is not a !!${short}`);
}

const timestamp =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})| [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?)?$/;

function typeOf(value: Scalar, text: string): 'null' | 'bool' | 'int' | 'float' | 'str' {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'bigint') return 'int';
  return integerOf(text.replaceAll('_', '')) === undefined ? 'float' : 'int';
}

function decodeBase64(text: string): string {
  const packed = text.replace(/[\r\n]/g, '');
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) {
    throw new ScalarRefused(`\`${excerptOf(text)}\` is not base64`);
  }
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/**
 * A scalar as a key: the cluster turns booleans and numbers into strings. Throws ScalarRefused
 * for what it refuses there.
 */
export function keyOf(value: Scalar, text: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value === null) throw new ScalarRefused('a key is null, and must be a string');
  if (typeof value === 'bigint') {
    if (value <= int64.most) return String(value);
    throw new ScalarRefused(`the key \`${value}\` is an integer beyond 64 bits`);
  }
  return typeOf(value, text) === 'int' ? String(value) : formatFloat32(value);
}

/** As Go's `strconv.FormatFloat(value, 'g', -1, 32)`, with YAML's spelling of what is not finite. */
function formatFloat32(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  let shortest = single.toExponential(8);
  for (let digits = 0; digits < 8; digits++) {
    const candidate = single.toExponential(digits);
    if (Math.fround(Number(candidate)) === single) {
      shortest = candidate;
      break;
    }
  }
  const [mantissa = '0', exponent = '0'] = shortest.split('e');
  const power = Number(exponent);
  const digits = mantissa.replace(/[-.]/g, '');
  if (power >= -4 && power < 6) {
    return Number(shortest).toFixed(Math.max(0, digits.length - 1 - power));
  }
  const size = String(Math.abs(power)).padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${size}`;
}

/** A text short enough for a message. */
export function excerptOf(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
