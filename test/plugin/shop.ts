// A shop whose front page has a debug view, and a sandbox of the page: as deriving wrote it, and as
// somebody edited it who took the shield for a leftover.

export const baseline = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [shop.example.com]
  rules:
    - backendRefs: [{ name: web, port: 80 }]
    - matches: [{ queryParams: [{ name: debug, value: "1" }] }]
      backendRefs: [{ name: debug, port: 80 }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: debug, namespace: shop }
spec: { selector: { app: debug }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "web:1" }] }
`;

const labels = `labels:
    app.kubernetes.io/managed-by: gatefork
    gatefork.dev/routing-key: pr-42
    gatefork.dev/sandbox: pr-42`;

const headers =
  'headers: [{ name: baggage, type: RegularExpression, value: "^(.*,)?\\\\s*sd-routing-key\\\\s*=\\\\s*pr-42\\\\s*([,;].*)?$" }]';

/** The sandbox without its shield. */
export const unshielded = `apiVersion: apps/v1
kind: Deployment
metadata:
  annotations: { gatefork.dev/fork-of: Deployment/shop/web }
  ${labels}
  name: web-pr-42
  namespace: shop
spec:
  selector: { matchLabels: { gatefork.dev/sandbox: pr-42 } }
  template:
    metadata: { labels: { app: web-pr-42, gatefork.dev/sandbox: pr-42 } }
    spec: { containers: [{ name: web, image: "web:2" }] }
---
apiVersion: v1
kind: Service
metadata:
  annotations: { gatefork.dev/fork-of: Service/shop/web }
  ${labels}
  name: web-pr-42
  namespace: shop
spec: { selector: { gatefork.dev/sandbox: pr-42 }, ports: [{ port: 80 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  annotations: { gatefork.dev/derived-from: HTTPRoute/shop/web }
  ${labels}
  name: pr-42--web
  namespace: shop
spec:
  parentRefs: [{ name: edge }]
  hostnames: [shop.example.com]
  rules:
    - matches: [{ ${headers} }]
      backendRefs: [{ name: web-pr-42, port: 80 }]
`;

/** The sandbox as it should be. */
export const shielded = `${unshielded}    - matches: [{ queryParams: [{ name: debug, value: "1" }], ${headers} }]
      backendRefs: [{ name: debug, port: 80 }]
`;
