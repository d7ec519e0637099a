// What the routes have in common that answer for hosts: HttpRoute, GrpcRoute and TlsRoute.

import type { AnyFilter } from './route-filter';
import { type AnyRouteProps, RouteObject, type RulePropsOf } from './route-object';

export interface RouteProps extends AnyRouteProps {
  /**
   * The hosts that the route answers for.
   * @default - every host of the listeners
   */
  readonly hostnames?: readonly string[];
}

export abstract class HostRouteObject<
  R extends RulePropsOf<object, AnyFilter>,
> extends RouteObject<R> {
  /** Answers for one more host. */
  addHostname(...hostnames: readonly string[]): this {
    return this.growHostnames(hostnames);
  }
}
