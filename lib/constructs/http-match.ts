// What an HTTPRoute's rule asks of a request. Values: each method gives a new match.

import type {
  HTTPHeaderMatch,
  HTTPMethod,
  HTTPQueryParamMatch,
  HTTPRouteMatch,
} from '../../imports/gateway-api';

export class HttpMatch {
  /** Every request. */
  static any(): HttpMatch {
    return new HttpMatch({});
  }

  /** Paths that equal the prefix or continue it after a `/`. */
  static pathPrefix(value: string): HttpMatch {
    return new HttpMatch({ path: { type: 'PathPrefix', value } });
  }

  /** This path alone. */
  static exact(value: string): HttpMatch {
    return new HttpMatch({ path: { type: 'Exact', value } });
  }

  /** Paths by a regular expression; implementations differ in what they support. */
  static regex(value: string): HttpMatch {
    return new HttpMatch({ path: { type: 'RegularExpression', value } });
  }

  /** Every path, by method. */
  static method(method: HTTPMethod): HttpMatch {
    return HttpMatch.any().method(method);
  }

  /** Every path, by a header's value. */
  static header(name: string, value: string): HttpMatch {
    return HttpMatch.any().header(name, value);
  }

  /** Every path, by a query parameter's value. */
  static queryParam(name: string, value: string): HttpMatch {
    return HttpMatch.any().queryParam(name, value);
  }

  /** A match as the API writes it. */
  static of(spec: HTTPRouteMatch): HttpMatch {
    return new HttpMatch(spec);
  }

  readonly #spec: HTTPRouteMatch;

  private constructor(spec: HTTPRouteMatch) {
    this.#spec = spec;
  }

  /** And this method. */
  method(method: HTTPMethod): HttpMatch {
    return new HttpMatch({ ...this.#spec, method });
  }

  /** And this value of the header. */
  header(name: string, value: string): HttpMatch {
    return this.#withHeader({ type: 'Exact', name, value });
  }

  /** And a value of the header that fits a regular expression. */
  headerRegex(name: string, value: string): HttpMatch {
    return this.#withHeader({ type: 'RegularExpression', name, value });
  }

  /** And these values of headers. */
  headers(values: { readonly [name: string]: string }): HttpMatch {
    return Object.entries(values).reduce<HttpMatch>(
      (match, [name, value]) => match.header(name, value),
      this,
    );
  }

  /** And this value of the query parameter. */
  queryParam(name: string, value: string): HttpMatch {
    return this.#withQueryParam({ type: 'Exact', name, value });
  }

  /** And a value of the query parameter that fits a regular expression. */
  queryParamRegex(name: string, value: string): HttpMatch {
    return this.#withQueryParam({ type: 'RegularExpression', name, value });
  }

  /** And these values of query parameters. */
  queryParams(values: { readonly [name: string]: string }): HttpMatch {
    return Object.entries(values).reduce<HttpMatch>(
      (match, [name, value]) => match.queryParam(name, value),
      this,
    );
  }

  toSpec(): HTTPRouteMatch {
    return this.#spec;
  }

  #withHeader(header: HTTPHeaderMatch): HttpMatch {
    return new HttpMatch({ ...this.#spec, headers: [...(this.#spec.headers ?? []), header] });
  }

  #withQueryParam(param: HTTPQueryParamMatch): HttpMatch {
    const queryParams = [...(this.#spec.queryParams ?? []), param];
    return new HttpMatch({ ...this.#spec, queryParams });
  }
}
