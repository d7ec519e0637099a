// The part of json-merge-patch that patch-apply.ts calls; the package brings no types.

declare module 'json-merge-patch' {
  /** RFC 7396; changes `target`. */
  export function apply(target: unknown, patch: unknown): unknown;
}
