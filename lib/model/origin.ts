// Where an object came from: a document of a file, or a construct of a tree.
//
// A file origin holds no line: lines cost a second parse, so ../yaml/position.ts looks
// them up only when a message is printed.

export interface FileOrigin {
  readonly from: 'file';
  /** The path as the user gave or would type it; `-` is standard input. */
  readonly file: string;
  /** Which document of the file, from 0. */
  readonly document: number;
  /** Which entry of a `List` document's `items`, from 0; absent for a plain document. */
  readonly item?: number;
}

export interface ConstructOrigin {
  readonly from: 'construct';
  /** The construct's path: `shop/cart`. */
  readonly path: string;
}

/** A place in a text, line and column from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Origin = FileOrigin | ConstructOrigin;

/** A file as messages name it. */
export function fileName(file: string): string {
  return file === '-' ? '<stdin>' : file;
}

/** The origin without a line: `k8s/cart.yaml document 3`, or a construct path. */
export function placeOf(origin: Origin): string {
  if (origin.from === 'construct') return origin.path;
  const name = fileName(origin.file);
  return origin.document === 0 ? name : `${name} document ${origin.document + 1}`;
}
