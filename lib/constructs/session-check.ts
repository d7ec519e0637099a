// Sessions that stay with one backend: the CRDs' rules for what a cookie is told. They are the
// same for rules of routes and for XBackendTrafficPolicy.

import type { SessionPersistence } from '../../imports/gateway-api';
import type { FieldPath } from '../model/manifest';
import type { Problems } from './misuse';

interface HasSession {
  readonly sessionPersistence?: SessionPersistence;
}

export function* sessionProblems({ sessionPersistence }: HasSession, holder: FieldPath): Problems {
  if (!sessionPersistence?.cookieConfig) return;
  const { cookieConfig, absoluteTimeout, type = 'Cookie' } = sessionPersistence;
  const path = [...holder, 'sessionPersistence'];
  if (cookieConfig.lifetimeType === 'Permanent' && absoluteTimeout === undefined) {
    const message = 'has a permanent cookie and lacks `absoluteTimeout`';
    yield { path, message, hint: 'say when the cookie ends, or use lifetimeType Session' };
  }
  if (type === 'Cookie') return;
  const message = `has \`cookieConfig\` and is of type ${type}`;
  yield { path, message, hint: 'leave `cookieConfig` out, or use type Cookie' };
}
