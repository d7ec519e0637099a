import { expect, test } from 'vitest';
import { httpPorts } from '../../../lib/routing/entry/http-port';

test.each([
  [{ port: 80 }, true],
  [{ port: 80, name: 'http' }, true],
  [{ port: 80, name: 'http-web' }, true],
  [{ port: 80, name: 'grpc-api' }, true],
  [{ port: 80, name: 'web' }, true],
  [{ port: 80, name: 'tcp' }, false],
  [{ port: 80, name: 'TCP-x' }, false],
  [{ port: 443, name: 'https' }, false],
  [{ port: 80, name: 'mysql-main' }, false],
  [{ port: 53, protocol: 'UDP' }, false],
  [{ port: 80, name: 'tcp', appProtocol: 'http' }, true],
  [{ port: 80, name: 'http', appProtocol: 'tcp' }, false],
  [{ port: 80, appProtocol: 'kubernetes.io/h2c' }, true],
  [{ port: 80, appProtocol: 'kubernetes.io/ws' }, true],
  [{ port: 80, appProtocol: 'https' }, false],
])('the port %j is routed as HTTP: %s', (port, isHttp) => {
  const service = { apiVersion: 'v1', kind: 'Service', spec: { ports: [port] } };
  expect(httpPorts(service)).toEqual(isHttp ? [port.port] : []);
});

test('what is no port of a Service is none that is routed', () => {
  const odd = ['80', null, { port: '80' }, { name: 'http' }, { port: 81, name: 7 }];
  const service = { apiVersion: 'v1', kind: 'Service', spec: { ports: odd } };
  expect(httpPorts(service)).toEqual([81]);
  expect(httpPorts({ apiVersion: 'v1', kind: 'Service' })).toEqual([]);
});
