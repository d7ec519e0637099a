// What a request's parts may be: problems with a method, a path, a header line, in words.
//
// The law is RFC 9110 (tokens, field values) and RFC 9112 (the request's target). What is sent as
// it stands must be what a client can send: nothing is encoded on the way. Neighbours:
// request-reader.ts, ../routing/entry/authority.ts.

/** What is wrong, as the end of a sentence, and what to do about it. */
export interface Problem {
  readonly problem: string;
  readonly hint: string;
}

const token = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/;

/** Whether a text holds a control character, or a blank where those are not wanted either. */
function holdsControl(text: string, { lowest }: { readonly lowest: number }): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x7f || (code < lowest && code !== 0x09) || (code === 0x09 && lowest > 0x20)) {
      return true;
    }
  }
  return false;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7e) return false;
  }
  return true;
}

export function methodProblem(method: string): Problem | undefined {
  if (token.test(method)) return undefined;
  return { problem: `is \`${method}\``, hint: 'use GET, POST or another method of HTTP' };
}

export function pathProblem(path: string): Problem | undefined {
  if (!path.startsWith('/') && path !== '*') {
    return { problem: `is \`${path}\``, hint: 'begin it with `/`' };
  }
  if (holdsControl(path, { lowest: 0x21 })) {
    return {
      problem: 'holds a blank or a control character',
      hint: 'percent-encode it: a blank is `%20`',
    };
  }
  if (path.includes('#')) {
    return {
      problem: 'holds a fragment, which no client sends',
      hint: 'leave out `#` and what follows; as a part of the path it is `%23`',
    };
  }
  if (isAscii(path)) return undefined;
  return { problem: `is \`${path}\``, hint: 'percent-encode what is not ASCII, as clients do' };
}

/** A gRPC call's path is `/service/method`. */
export function callProblem(path: string): Problem | undefined {
  if (/^\/[^/?#]+\/[^/?#]+$/.test(path)) return undefined;
  return { problem: `is \`${path}\``, hint: 'a gRPC call goes to /package.Service/Method' };
}

export function hostProblem(host: string): Problem {
  if (host.includes('*')) {
    return {
      problem: `is \`${host}\``,
      hint: 'put a name in place of `*`: a request has one host',
    };
  }
  const isNative = !isAscii(host);
  return {
    problem: `is \`${host}\``,
    hint: isNative
      ? 'write the name as it is sent, xn--…'
      : 'give a name or an address, and a port from 1 to 65535 if it has one',
  };
}

export function headerLineProblem(name: string, value: string): Problem | undefined {
  if (name.startsWith(':')) {
    return { problem: `names \`${name}\``, hint: 'use the fields host, method and path' };
  }
  if (!token.test(name)) {
    return { problem: `names \`${name}\``, hint: 'use letters, digits and `-`' };
  }
  if (!holdsControl(value, { lowest: 0x20 })) return undefined;
  return { problem: `gives \`${name}\` a line break`, hint: 'give each line an entry of its own' };
}

export function serverNameProblem(name: string): Problem | undefined {
  if (/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,252}$/.test(name)) return undefined;
  return { problem: `is \`${name}\``, hint: 'give the name alone, without a port' };
}
