// What a GRPCRoute's rule asks of a call. Values: each method gives a new match.

import type { GRPCHeaderMatch, GRPCRouteMatch } from '../../imports/gateway-api';

/** A service, a method, or both, by regular expressions. */
export interface GrpcMethodExpression {
  /** @default - every service */
  readonly service?: string;
  /** @default - every method */
  readonly method?: string;
}

export class GrpcMatch {
  /** Every call. */
  static any(): GrpcMatch {
    return new GrpcMatch({});
  }

  /** Every method of a service, such as `shop.Cart`. */
  static service(service: string): GrpcMatch {
    return new GrpcMatch({ method: { type: 'Exact', service } });
  }

  /** One method of a service. */
  static method(service: string, method: string): GrpcMatch {
    return new GrpcMatch({ method: { type: 'Exact', service, method } });
  }

  /** Methods of this name, in every service. */
  static methodName(method: string): GrpcMatch {
    return new GrpcMatch({ method: { type: 'Exact', method } });
  }

  /** Services and methods by regular expressions; implementations differ in what they support. */
  static regex(expression: GrpcMethodExpression): GrpcMatch {
    return new GrpcMatch({ method: { type: 'RegularExpression', ...expression } });
  }

  /** Every method, by a header's value. */
  static header(name: string, value: string): GrpcMatch {
    return GrpcMatch.any().header(name, value);
  }

  /** A match as the API writes it. */
  static of(spec: GRPCRouteMatch): GrpcMatch {
    return new GrpcMatch(spec);
  }

  readonly #spec: GRPCRouteMatch;

  private constructor(spec: GRPCRouteMatch) {
    this.#spec = spec;
  }

  /** And this value of the header. */
  header(name: string, value: string): GrpcMatch {
    return this.#withHeader({ type: 'Exact', name, value });
  }

  /** And a value of the header that fits a regular expression. */
  headerRegex(name: string, value: string): GrpcMatch {
    return this.#withHeader({ type: 'RegularExpression', name, value });
  }

  /** And these values of headers. */
  headers(values: { readonly [name: string]: string }): GrpcMatch {
    return Object.entries(values).reduce<GrpcMatch>(
      (match, [name, value]) => match.header(name, value),
      this,
    );
  }

  toSpec(): GRPCRouteMatch {
    return this.#spec;
  }

  #withHeader(header: GRPCHeaderMatch): GrpcMatch {
    return new GrpcMatch({ ...this.#spec, headers: [...(this.#spec.headers ?? []), header] });
  }
}
