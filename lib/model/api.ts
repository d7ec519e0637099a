// Which Gateway API a cluster has: a version and a channel, as `--api 1.6/standard` says.
//
// Neighbours: ../../imports/gateway-api-facts.ts (what each channel holds), config.ts (the setting).

/** The channels that the Gateway API is released in. */
export const apiChannels = ['standard', 'experimental'] as const;

export interface Api {
  /** Major and minor: `1.6`. */
  readonly version: string;
  readonly channel: (typeof apiChannels)[number];
}

/** The version that facts are known of; clusters of another one have their CRDs read (`--crds`). */
const knownApiVersion = '1.6';

/** The API as somebody writes it, or what is wrong with that. A missing channel is the standard one. */
export function readApi(text: string): Api | { readonly problem: string; readonly hint: string } {
  const [version = '', channel = 'standard', ...rest] = text.replace(/^v/, '').split('/');
  const known = apiChannels.find((one) => one === channel);
  // A patch release changes no field.
  const isKnown = version === knownApiVersion || version.startsWith(`${knownApiVersion}.`);
  if (!isKnown) {
    return {
      problem: `\`${text}\` is not a version that is known here`,
      hint: `write ${apiChannels.map((one) => `${knownApiVersion}/${one}`).join(' or ')}; for another version name its CRDs with \`--crds\``,
    };
  }
  if (known === undefined || rest.length > 0) {
    return {
      problem: `\`${text}\` names no channel`,
      hint: `write ${apiChannels.map((one) => `${knownApiVersion}/${one}`).join(' or ')}`,
    };
  }
  return { version: knownApiVersion, channel: known };
}
