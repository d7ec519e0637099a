// What a preview's hostname meets in policies that know hostnames: a list of what to do by hand.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { deriving, gateway, route, rule, sandbox, workload } from '../../routes';
import { policy, routeRef } from './protected';

const hostname = 'pr-42.preview.test';
const security = 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy';

/** What there is to do for a preview of route `r` beside these objects. */
function todo(others: readonly KubeObject[], filters: readonly JsonObject[] = []) {
  const owner = sandbox('pr-42', ['a'], {
    previews: [
      {
        hostname,
        route: { kind: 'HTTPRoute', namespace: 'shop', name: 'r' },
        path: ['spec', 'previews', 0],
      },
    ],
  });
  const objects = [
    gateway(),
    ...workload('a'),
    route('r', [rule('/', 'a', {}, { filters })], { hostnames: ['shop.test'] }),
    ...others,
  ];
  return deriving(objects, [owner])
    .findings.filter(({ code }) => code === 'preview-checklist')
    .map(({ message }) => message);
}

const onRoute = (spec: JsonObject) => policy(security, { targetRefs: [routeRef], ...spec });

test('signing in returns to the preview only where the provider knows it', () => {
  const oidc = {
    clientID: 'x',
    redirectURL: 'https://shop.test/oauth2/callback',
    cookieDomain: 'shop.test',
  };
  expect(todo([onRoute({ oidc })])).toEqual([
    `SecurityPolicy shop/p has browsers sign in and return, and to \`${hostname}\` they return only where the identity provider knows it`,
    `SecurityPolicy shop/p sends browsers to a redirect address that is not at \`${hostname}\``,
    `SecurityPolicy shop/p sets cookies for \`shop.test\`, which browsers do not send to \`${hostname}\``,
  ]);
});

test.each([
  [{ oidc: { redirectURL: '%REQ(x-forwarded-proto)%://%REQ(:authority)%/back' } }, 1],
  [{ oidc: { cookieDomain: 'preview.test' } }, 1],
  [{ oidc: { cookieDomain: 'view.test' } }, 2],
  [{ cors: { allowOrigins: ['https://shop.test'] } }, 1],
  [{ cors: { allowOrigins: ['https://*.preview.test'] } }, 0],
  [{ cors: { allowOrigins: [{ type: 'Exact', value: `https://${hostname}:8443` }] } }, 0],
  [{ cors: { allowOrigins: ['*'] } }, 0],
  [{ cors: { allowOrigins: [7, null] } }, 1],
  [{ jwt: { providers: [] } }, 0],
])('%j leaves %i things to do', (spec: JsonObject, count) => {
  expect(todo([onRoute(spec)])).toHaveLength(count);
});

test('policies on the Gateway and CORS filters of the route are looked at too', () => {
  const gatewayRef = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' };
  const cors = { allowOrigins: ['https://shop.test'] };
  expect(todo([policy(security, { targetRefs: [gatewayRef], cors })])).toEqual([
    `SecurityPolicy shop/p answers pages of other origins, and those at \`${hostname}\` are none of them`,
  ]);
  expect(todo([], [{ type: 'CORS', cors }])).toEqual([
    `HTTPRoute shop/r answers pages of other origins, and those at \`${hostname}\` are none of them`,
  ]);
});

test('without a preview there is nothing to do', () => {
  const cors = { allowOrigins: ['https://shop.test'] };
  const objects = [gateway(), ...workload('a'), route('r', [rule('/', 'a')]), onRoute({ cors })];
  expect(deriving(objects, ['a']).codes).not.toContain('preview-checklist');
});
