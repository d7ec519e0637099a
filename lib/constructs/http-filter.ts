// The filters of an HTTPRoute's rule or backend, one factory each.

import type { ApiObject } from 'cdk8s';
import type {
  HTTPCORSFilter,
  HTTPExternalAuthFilter,
  HTTPPathModifier,
  HTTPRequestRedirectFilter,
  HTTPRouteFilter,
  HTTPURLRewriteFilter,
  LocalObjectRef,
} from '../../imports/gateway-api';
import { present } from '../model/present';
import type { BackendObject } from './backend-object';
import {
  type FilterBackend,
  type HeaderChanges,
  headerFilter,
  localRefOf,
  type MirrorOptions,
  mirrorOf,
  RouteFilter,
} from './route-filter';

/** A new path: whole, or for the prefix that the rule's one PathPrefix match took. */
export interface PathChange {
  /**
   * Replaces the whole path.
   * @default - the path stays
   */
  readonly fullPath?: string;
  /**
   * Replaces the prefix that matched; what follows it stays.
   * @default - the path stays
   */
  readonly prefix?: string;
}

export interface RedirectOptions extends Omit<HTTPRequestRedirectFilter, 'path'>, PathChange {
  /**
   * The new path as the API writes it, in place of `fullPath` and `prefix`.
   * @default - the path stays
   */
  readonly path?: HTTPPathModifier;
}

export interface RewriteOptions extends Omit<HTTPURLRewriteFilter, 'path'>, PathChange {
  /**
   * The new path as the API writes it, in place of `fullPath` and `prefix`.
   * @default - the path stays
   */
  readonly path?: HTTPPathModifier;
}

/** @experimental */
export interface ExternalAuthOptions extends Omit<HTTPExternalAuthFilter, 'backendRef'> {
  /**
   * The Service's port, by number or by name.
   * @default - the Service's only port
   */
  readonly port?: number | string;
  /**
   * Writes the ReferenceGrant that a backend of another namespace needs.
   * @default false
   */
  readonly grant?: boolean;
}

export class HttpFilter extends RouteFilter<'HTTPRoute'> {
  /** Changes headers of the request before it is forwarded. */
  static requestHeaders(changes: HeaderChanges): HttpFilter {
    const requestHeaderModifier = headerFilter(changes);
    return new HttpFilter({ type: 'RequestHeaderModifier', requestHeaderModifier });
  }

  /** Changes headers of the response. */
  static responseHeaders(changes: HeaderChanges): HttpFilter {
    const responseHeaderModifier = headerFilter(changes);
    return new HttpFilter({ type: 'ResponseHeaderModifier', responseHeaderModifier });
  }

  /** Sends a copy of the request to another backend, whose response is dropped. */
  static mirror(target: BackendObject, options: MirrorOptions = {}): HttpFilter {
    const { spec, backend } = mirrorOf(target, options);
    return new HttpFilter(spec, backend);
  }

  /** Answers with a redirect. The rule has no backends then. */
  static redirect(options: RedirectOptions): HttpFilter {
    const { fullPath: _, prefix: __, ...rest } = options;
    const requestRedirect = present<HTTPRequestRedirectFilter>({
      ...rest,
      path: pathModifier(options),
    });
    return new HttpFilter({ type: 'RequestRedirect', requestRedirect });
  }

  /** Changes host or path before the request is forwarded. */
  static rewrite(options: RewriteOptions): HttpFilter {
    const { fullPath: _, prefix: __, ...rest } = options;
    const urlRewrite = present<HTTPURLRewriteFilter>({ ...rest, path: pathModifier(options) });
    return new HttpFilter({ type: 'URLRewrite', urlRewrite });
  }

  /** Answers preflight requests and marks responses for other origins. */
  static cors(cors: HTTPCORSFilter): HttpFilter {
    return new HttpFilter({ type: 'CORS', cors });
  }

  /** A filter of one implementation, kept in an object of the route's namespace. */
  static extensionRef(target: ApiObject | LocalObjectRef): HttpFilter {
    return new HttpFilter({ type: 'ExtensionRef', extensionRef: localRefOf(target) });
  }

  /**
   * Asks a service whether the request may pass.
   * @experimental
   */
  static externalAuth(target: BackendObject, options: ExternalAuthOptions): HttpFilter {
    const { port, grant, ...rest } = options;
    // The backend joins at synthesis, from its construct.
    const externalAuth = { ...rest, backendRef: { name: '' } };
    return new HttpFilter(
      { type: 'ExternalAuth', externalAuth },
      present<FilterBackend>({ field: 'externalAuth', target, port, grant }),
    );
  }

  private constructor(spec: HTTPRouteFilter, backend?: FilterBackend) {
    super('HTTPRoute', spec, backend);
  }
}

function pathModifier(options: RedirectOptions | RewriteOptions): HTTPPathModifier | undefined {
  const { fullPath, prefix, path } = options;
  if (path !== undefined) return path;
  if (fullPath === undefined && prefix === undefined) return undefined;
  // Both together are refused when the filter reaches a route, whose path the error names.
  return present<HTTPPathModifier>({
    type: fullPath === undefined ? 'ReplacePrefixMatch' : 'ReplaceFullPath',
    replaceFullPath: fullPath,
    replacePrefixMatch: prefix,
  });
}
