// What the CRDs' rules are called here: a part of each rule's message -> the names of ours that say
// the same, any of which may stand for it.
//
// A name with a code's prefix (`code:`) is told by the schema already. Neighbours: conformance.test.ts,
// ../../properties/validate-differential.test.ts.

const members = [
  ...['requestHeaderModifier', 'responseHeaderModifier', 'requestMirror', 'extensionRef'],
  ...['requestRedirect', 'urlRewrite', 'cors', 'externalAuth'],
].map((field) => [field, field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)] as const);

/** The longest part that a message holds counts. */
const parts: readonly (readonly [part: string, ...names: string[]])[] = [
  ...members.flatMap(([field, name]) => [
    [`filter.${field} must be nil`, `filter-${name}-misplaced`] as const,
    [`filter.${field} must be specified`, `filter-${name}-missing`] as const,
  ]),
  ['filter cannot be repeated', 'filter-repeated'],
  ['May specify either httpRouteFilterRequestRedirect', 'filter-conflict'],
  ['RequestRedirect filter must not be used', 'redirect-with-backends'],
  ['When using RequestRedirect filter with', 'redirect-prefix'],
  ['When using URLRewrite filter with', 'rewrite-prefix'],
  ['Within backendRefs, when using RequestRedirect', 'backend-redirect-prefix'],
  ['Within backendRefs, When using URLRewrite filter', 'backend-rewrite-prefix'],
  ['replaceFullPath must be specified', 'path-modifier-replace-full-path-missing'],
  ["type must be 'ReplaceFullPath'", 'path-modifier-replace-full-path-misplaced'],
  ['replacePrefixMatch must be specified', 'path-modifier-replace-prefix-match-missing'],
  ["type must be 'ReplacePrefixMatch'", 'path-modifier-replace-prefix-match-misplaced'],
  ["AllowHeaders cannot contain '*'", 'cors-headers-wildcard'],
  ["AllowMethods cannot contain '*'", 'cors-methods-wildcard'],
  ["AllowOrigins cannot contain '*'", 'cors-origins-wildcard'],
  ['grpc must be specified', 'external-auth-grpc-missing', 'code:field-required'],
  ["protocol must be 'GRPC'", 'external-auth-grpc-misplaced', 'code:field-required'],
  ['http must be specified', 'external-auth-http-missing', 'code:field-required'],
  ["protocol must be 'HTTP'", 'external-auth-http-misplaced', 'code:field-required'],
  ['Only one of percent or fraction', 'mirror-share-twice'],
  ['numerator must be less', 'fraction-above-one'],
  ['value must be an absolute path', 'path-not-absolute'],
  ["must not contain '//'", 'path-double-slash'],
  ["must not contain '/./'", 'path-dot'],
  ["must not contain '/../'", 'path-dots'],
  ["must not contain '%2f'", 'path-encoded-slash-lower'],
  ["must not contain '%2F'", 'path-encoded-slash-upper'],
  ["must not contain '#'", 'path-fragment'],
  ["must not end with '/..'", 'path-dots-last'],
  ["must not end with '/.'", 'path-dot-last'],
  ['type must be one of', 'code:value-not-allowed'],
  // What is empty, or holds `#`, is told of once.
  [
    'must only contain valid characters (matching ^(?:[-A',
    'path-characters',
    'path-fragment',
    'path-not-absolute',
  ],
  ["One or both of 'service' or 'method'", 'grpc-method-empty'],
  ['service must only contain', 'grpc-service-characters'],
  ['method must only contain', 'grpc-method-characters'],
  ['total number of matches', 'match-limit'],
  ['Rule name must be unique', 'rule-name-duplicate'],
  ['Must have port for Service', 'service-port'],
  ['sectionName must be specified when targetRefs', 'target-refs-ambiguous'],
  ['sectionName must be unique when targetRefs', 'target-refs-repeated'],
  ['must be specified when parentRefs', 'parent-refs-ambiguous'],
  ['must be unique when parentRefs', 'parent-refs-repeated'],
  ['backendRequest timeout', 'timeouts-inverted'],
  ['interval cannot be greater than one hour', 'retry-rate-interval'],
  ['interval cannot be greater than one hour or less', 'budget-interval'],
  ['AbsoluteTimeout must be specified', 'session-lifetime'],
  ['cookieConfig can only be set', 'session-cookie'],
  ['tls must not be specified for protocols', 'listener-tls-unused'],
  ['tls mode must be Terminate', 'listener-tls-mode'],
  ['tls mode must be set', 'listener-tls-missing'],
  ['hostname must not be specified for', 'listener-hostname-unused'],
  ['Listener name must be unique', 'code:item-duplicate'],
  ['Combination of port, protocol and hostname', 'listener-place'],
  ['certificateRefs or options must be', 'listener-certificates'],
  ['Port for TLS configuration must be unique', 'code:item-duplicate'],
  ['IPAddress values must be unique', 'address-ip-repeated'],
  ['Hostname values must be unique', 'address-hostname-repeated'],
  ['Hostname value must', 'address-hostname'],
  ['Annotation keys must', 'annotation-key-characters'],
  ["the annotation key's prefix", 'annotation-key-length'],
  ['Label keys must', 'label-key-characters'],
  ["the label key's prefix", 'label-key-length'],
  ['Hostnames cannot contain an IP', 'hostname-address'],
  ['Hostnames must be valid', 'hostname-characters'],
  ['Wildcards on hostnames', 'hostname-wildcard'],
  ['Value is immutable', 'immutable'],
  ['must not contain both CACertificateRefs', 'trust-anchor-twice'],
  ['must specify either CACertificateRefs', 'trust-anchor-missing'],
  ['must contain Hostname, if', 'alternative-name-hostname-missing'],
  ['must not contain Hostname, if', 'alternative-name-hostname-misplaced'],
  ['must contain URI, if', 'alternative-name-uri-missing'],
  ['must not contain URI, if', 'alternative-name-uri-misplaced'],
  [
    'externalHostname must be set',
    'backend-external-hostname-missing',
    'backend-external-hostname-misplaced',
  ],
  ['must not be an IP address or end with', 'hostname-in-cluster'],
  ['Name must be a valid DNS label', 'backend-port-name'],
  [
    'clientCertificateRef must be set',
    'backend-tls-client-certificate-ref-missing',
    'backend-tls-client-certificate-ref-misplaced',
  ],
];

/** Undefined: a rule that nobody has put into the table. */
export function namesOf(message: string): readonly string[] | undefined {
  const holding = parts.filter(([part]) => message.includes(part));
  const [best] = holding.sort(([a], [b]) => b.length - a.length);
  return best?.slice(1);
}
