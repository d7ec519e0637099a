// Every field of the API is in the types of the props, so that editors offer it. The API's types
// come from the CRDs (test/imports/gateway-api.test.ts); what is told here, tsc tells.

import { expectTypeOf, test } from 'vitest';
import type * as api from '../../imports/gateway-api';
import type * as gatefork from '../../lib/index';

/** What a field holds, or each entry of its list. */
type Held<T> = NonNullable<T> extends readonly (infer Entry)[] ? Held<Entry> : NonNullable<T>;
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type HasMember<Union, Member> = true extends (Union extends unknown ? Same<Union, Member> : never)
  ? true
  : false;
type Takes<Props, Api> = Api extends string | number | boolean
  ? [Api] extends [Props]
    ? true
    : false
  : HasMember<Props, Api>;

/**
 * Fields of the API's type that the props lack, or hold without the API's own type for them.
 * `Replaced` are held by props of ours, which have a line of their own.
 */
type Lost<Api, Props, Replaced extends keyof Api = never> =
  | Exclude<keyof Api, keyof Props>
  | {
      [Field in Exclude<keyof Api, Replaced> & keyof Props]-?: Takes<
        Held<Props[Field]>,
        Held<Api[Field]>
      > extends true
        ? never
        : Field;
    }[Exclude<keyof Api, Replaced> & keyof Props];

test('the props of every kind hold every field', () => {
  expectTypeOf<Lost<api.GatewayClassSpec, gatefork.GatewayClassProps>>().toBeNever();
  expectTypeOf<Lost<api.GatewaySpec, gatefork.GatewayProps>>().toBeNever();
  expectTypeOf<Lost<api.ListenerSetSpec, gatefork.ListenerSetProps>>().toBeNever();
  expectTypeOf<Lost<api.HTTPRouteSpec, gatefork.HttpRouteProps, 'rules'>>().toBeNever();
  expectTypeOf<Lost<api.GRPCRouteSpec, gatefork.GrpcRouteProps, 'rules'>>().toBeNever();
  expectTypeOf<Lost<api.TLSRouteSpec, gatefork.TlsRouteProps, 'rules'>>().toBeNever();
  expectTypeOf<Lost<api.TCPRouteSpec, gatefork.TcpRouteProps, 'rules'>>().toBeNever();
  expectTypeOf<Lost<api.UDPRouteSpec, gatefork.UdpRouteProps, 'rules'>>().toBeNever();
  expectTypeOf<
    Lost<api.ReferenceGrantSpec, gatefork.ReferenceGrantProps, 'from' | 'to'>
  >().toBeNever();
  expectTypeOf<
    Lost<api.BackendTLSPolicySpec, gatefork.BackendTlsPolicyProps, 'validation'>
  >().toBeNever();
  expectTypeOf<Lost<api.XBackendSpec, gatefork.XBackendProps, 'tls'>>().toBeNever();
  expectTypeOf<
    Lost<api.XBackendTrafficPolicySpec, gatefork.XBackendTrafficPolicyProps, 'targetRefs'>
  >().toBeNever();
  expectTypeOf<Lost<api.XMeshSpec, gatefork.XMeshProps>>().toBeNever();
});

test('so do the parts that have props of their own', () => {
  expectTypeOf<Lost<api.HTTPRouteRule, gatefork.HttpRuleProps>>().toBeNever();
  expectTypeOf<Lost<api.GRPCRouteRule, gatefork.GrpcRuleProps>>().toBeNever();
  expectTypeOf<Lost<api.L4RouteRule, gatefork.ConnectionRuleProps>>().toBeNever();
  expectTypeOf<Lost<api.HTTPBackendRef, gatefork.BackendProps>>().toBeNever();
  expectTypeOf<Lost<api.GRPCBackendRef, gatefork.BackendProps>>().toBeNever();
  expectTypeOf<Lost<api.ReferenceGrantFrom, gatefork.GrantFrom>>().toBeNever();
  expectTypeOf<Lost<api.ReferenceGrantTo, gatefork.GrantTo>>().toBeNever();
  expectTypeOf<Lost<api.BackendTLSValidation, gatefork.BackendTrustProps>>().toBeNever();
  expectTypeOf<Lost<api.BackendTLS, gatefork.XBackendTlsProps, 'validation'>>().toBeNever();
  // The target of a policy, whose section other policies leave out.
  expectTypeOf<Lost<api.LocalObjectRef, api.PolicyTargetRef>>().toBeNever();
});

test('a field that is not there is told, and one that takes something else', () => {
  expectTypeOf<Lost<{ a: string; b: number }, { a?: string }>>().toEqualTypeOf<'b'>();
  expectTypeOf<Lost<{ a: { c: string } }, { a: { d: string } }>>().toEqualTypeOf<'a'>();
});
