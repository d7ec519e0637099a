// Features that a Gateway uses, by field.
//
// Neighbours: uses.ts, field-use.ts.

import { at, type FieldPath, type JsonObject, listOf } from '../../model/manifest';
import { type FieldUse, usesOf } from './field-use';

const frontend = ['spec', 'tls', 'frontend'] as const;

export function gatewayUses(gateway: JsonObject): readonly FieldUse[] {
  const addresses = listOf(at(gateway, ['spec', 'addresses'])).map((address, index): FieldUse => {
    const hasValue = at(address, ['value']) !== undefined;
    const path: FieldPath = ['spec', 'addresses', index];
    return { feature: hasValue ? 'GatewayStaticAddresses' : 'GatewayAddressEmpty', path };
  });
  const ports = listOf(at(gateway, ['spec', 'listeners'])).flatMap((listener, index) => {
    const path = ['spec', 'listeners', index, 'port'];
    return at(listener, ['port']) === 8080 ? [{ feature: 'GatewayPort8080', path }] : [];
  });
  return [
    ...usesOf(
      gateway,
      [
        ['GatewayInfrastructurePropagation', 'spec', 'infrastructure', 'labels'],
        ['GatewayInfrastructurePropagation', 'spec', 'infrastructure', 'annotations'],
        ['GatewayBackendClientCertificate', 'spec', 'tls', 'backend', 'clientCertificateRef'],
        ['GatewayFrontendClientCertificateValidation', ...frontend],
      ],
      [],
    ),
    ...insecureFallbacks(gateway),
    ...addresses,
    ...ports,
  ];
}

function insecureFallbacks(gateway: JsonObject): readonly FieldUse[] {
  const perPort = listOf(at(gateway, [...frontend, 'perPort'])).map((_, index): FieldPath => {
    return [...frontend, 'perPort', index, 'tls', 'validation', 'mode'];
  });
  return [[...frontend, 'default', 'validation', 'mode'], ...perPort]
    .filter((path) => at(gateway, path) === 'AllowInsecureFallback')
    .map((path) => ({
      feature: 'GatewayFrontendClientCertificateValidationInsecureFallback',
      path,
    }));
}
