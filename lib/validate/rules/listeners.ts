// Listeners of Gateways and ListenerSets: which fields a protocol takes, and that no two are alike.
//
// That names differ is said by the schema, of which they are the keys. Neighbours: rules-of.ts.

import { isObject, type Json, type JsonObject } from '../../model/manifest';
import { valueId } from '../schema/same-value';
import { shown } from '../schema/shown';
import { type Asked, ofList, ofObject } from './ruled';

const withoutTls: ReadonlySet<Json | undefined> = new Set(['HTTP', 'TCP', 'UDP']);
const withoutHostname: ReadonlySet<Json | undefined> = new Set(['TCP', 'UDP']);

export const listenerFields: Asked = ofObject(
  ['listener-tls-unused', 'listener-hostname-unused', 'listener-tls-mode', 'listener-tls-missing'],
  ({ protocol, tls, hostname }, tell) => {
    const code = 'listener-field-mismatch';
    if (tls !== undefined && withoutTls.has(protocol)) {
      tell({
        code,
        path: ['tls'],
        text: `is not for a listener of protocol ${shown(protocol ?? null)}`,
        hint: `leave it out, or write \`protocol: ${protocol === 'HTTP' ? 'HTTPS' : 'TLS'}\``,
        rule: 'listener-tls-unused',
      });
    }
    if (isSaid(hostname) && withoutHostname.has(protocol)) {
      tell({
        code,
        path: ['hostname'],
        text: `is not for a listener of protocol ${shown(protocol ?? null)}, which sees no host`,
        hint: 'leave it out',
        rule: 'listener-hostname-unused',
      });
    }
    const mode = isObject(tls) ? tls.mode : undefined;
    if (protocol === 'HTTPS' && isObject(tls) && isSaid(mode) && mode !== 'Terminate') {
      tell({
        code,
        path: ['tls', 'mode'],
        text: `is ${shown(mode ?? null)}, and a listener of protocol \`HTTPS\` reads requests, for which it must terminate TLS`,
        hint: 'write `mode: Terminate`, or `protocol: TLS` to pass connections through',
        rule: 'listener-tls-mode',
      });
    }
    if (protocol === 'TLS' && !isSaid(mode)) {
      tell({
        code: 'listener-tls-incomplete',
        path: isObject(tls) ? ['tls', 'mode'] : ['tls'],
        text: 'is not there, and is required for a listener of protocol `TLS`',
        hint: 'add `tls` with `mode: Terminate` and `certificateRefs`, or with `mode: Passthrough`',
        rule: 'listener-tls-missing',
      });
    }
  },
);

function isSaid(value: Json | undefined): boolean {
  return value !== undefined && value !== '';
}

/** Asked in the way of the API server: where neither is there its rule errs, which is a refusal. */
export const terminating: Asked = ofObject(['listener-certificates'], (tls, tell) => {
  if (tls.mode !== 'Terminate' || holds(tls.certificateRefs) || holds(tls.options)) return;
  tell({
    code: 'listener-tls-incomplete',
    path: ['certificateRefs'],
    text: `${tls.certificateRefs === undefined ? 'is not there' : 'is empty'}, and TLS cannot be terminated without a certificate`,
    hint: 'name a Secret of type `kubernetes.io/tls`, or say in `options` where your implementation finds the certificate',
    rule: 'listener-certificates',
  });
});

function holds(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) && Object.keys(value).length > 0;
}

export const listenerPlaces: Asked = ofList(['listener-place'], (listeners, tell) => {
  if (listeners.length < 2) return;
  const seen = new Map<string, number>();
  for (const [index, listener] of listeners.entries()) {
    if (!isObject(listener) || listener.port === undefined) continue;
    const id = placeOf(listener);
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, index);
      continue;
    }
    const host = listener.hostname === undefined ? 'no hostname' : shown(listener.hostname);
    tell({
      code: 'listener-duplicate',
      path: [index],
      text: `has the port, protocol and hostname of listener ${first}: ${shown(listener.port)}, ${shown(listener.protocol ?? null)}, ${host}`,
      hint: 'change one of the three, or let routes of both attach to one listener',
      rule: 'listener-place',
    });
  }
});

function placeOf({ port, protocol, hostname }: JsonObject): string {
  return valueId([port ?? null, protocol ?? null, hostname ?? null]);
}
