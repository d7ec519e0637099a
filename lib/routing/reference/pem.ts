// Texts of certificates and keys, as far as they can be told apart from anything else.
//
// A text counts as PEM by its armour alone. Neighbours: authorities.ts,
// ../../resolve/certificate.ts.

/** What tools of GitOps fill in later: SOPS, a vault, a template. */
export function isPlaceholder(text: string): boolean {
  return /^\s*(?:ENC\[|<path:|<[\w-]+>|\$\{|\{\{)/.test(text);
}

/** Whether the first PEM block with such a label (`RSA PRIVATE KEY` too) holds anything. */
export function hasArmour(text: string, label: string): boolean {
  for (const { 0: armour, 1: kind = '', index } of text.matchAll(
    /-----BEGIN ([A-Z0-9 ]{1,40})-----/g,
  )) {
    if (!kind.endsWith(label)) continue;
    const body = index + armour.length;
    const end = text.indexOf(`-----END ${kind}-----`, body);
    return end > body && /[A-Za-z0-9+/]/.test(text.slice(body, end));
  }
  return false;
}
