// Which ports of a Service a mesh routes as HTTP: by appProtocol, else by the first part of the
// port's name, else yes, since what is not named is told by its bytes.
//
// The law is Istio's protocol selection and the Gateway API's list of protocols (GEP-1911). Neighbours:
// service-address.ts, ../../verify/site/mesh-places.ts, ../../derive/mesh/mesh-default.ts.

import { at, isObject, type Json, type KubeObject, listOf, textOf } from '../../model/manifest';

/** Protocols that Istio and the Gateway API do not route as HTTP, as port names begin. */
const notHttp: ReadonlySet<string> = new Set([
  ...['tcp', 'tls', 'https', 'udp', 'mongo', 'mysql', 'redis', 'postgres', 'postgresql'],
  ...['amqp', 'kafka', 'mqtt', 'nats', 'smtp', 'ldap', 'dns', 'sctp', 'memcached', 'cassandra'],
]);

const httpProtocols = /^(http|http2|grpc|grpc-web|kubernetes\.io\/(h2c|ws)|h2c)$/i;

/** The numbers of such ports, in the Service's order. */
export function httpPorts(service: KubeObject): readonly number[] {
  return listOf(at(service, ['spec', 'ports'])).flatMap((entry) => {
    const port = at(entry, ['port']);
    return typeof port === 'number' && isHttp(entry) ? [port] : [];
  });
}

function isHttp(port: Json): boolean {
  if (!isObject(port) || (port.protocol ?? 'TCP') !== 'TCP') return false;
  const protocol = textOf(port.appProtocol);
  if (protocol !== undefined) return httpProtocols.test(protocol);
  const [first = ''] = (textOf(port.name) ?? '').split('-');
  return !notHttp.has(first.toLowerCase());
}
