// Sessions that stay with one backend: what a cookie is told, and how long one lasts.
//
// Neighbours: rules-of.ts.

import { isObject } from '../../model/manifest';
import { shown } from '../schema/shown';
import { type Asked, ofObject } from './ruled';

const code = 'session-persistence-invalid';

export const sessionPersistence: Asked = ofObject(
  ['session-lifetime', 'session-cookie'],
  ({ type, cookieConfig, absoluteTimeout }, tell) => {
    if (cookieConfig === undefined) return;
    const lifetime = isObject(cookieConfig) ? cookieConfig.lifetimeType : undefined;
    if (lifetime === 'Permanent' && absoluteTimeout === undefined) {
      tell({
        code,
        path: ['absoluteTimeout'],
        text: 'is not there, though the cookie is `Permanent`, and a browser must be told when it ends',
        hint: 'add `absoluteTimeout`, or write `lifetimeType: Session`',
        rule: 'session-lifetime',
      });
    }
    if (type === 'Cookie') return;
    tell({
      code,
      path: ['cookieConfig'],
      text: `is there, though sessions are kept by ${shown(type ?? null)}`,
      hint: 'leave it out, or write `type: Cookie`',
      rule: 'session-cookie',
    });
  },
);
