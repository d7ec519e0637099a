// A temporary folder with files in it, and the command run there with its streams caught.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { run } from '../../lib/adapters/cli';

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

const home = process.cwd();
const made: string[] = [];

afterEach(() => {
  process.chdir(home);
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder of files and goes there. */
export function folderWith(files: { readonly [path: string]: string }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatefork-cli-')));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  process.chdir(folder);
  return folder;
}

/** `gatefork <words>`, words parted by blanks. */
export function gatefork(words: string, stdin = ''): Outcome {
  const printed = { out: '', err: '' };
  const status = run(
    words.split(' ').filter((word) => word !== ''),
    {
      out: (text) => {
        printed.out += text;
      },
      err: (text) => {
        printed.err += text;
      },
      stdin: () => stdin,
    },
    '1.2.3',
  );
  return { status, ...printed };
}

/** A Deployment with its Service and a route for `/<name>` on the Gateway edge/public. */
export function application(name: string, namespace = 'shop'): string {
  const labels = `{ app: ${name} }`;
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: ${labels} }
  template:
    metadata: { labels: ${labels} }
    spec: { containers: [{ name: ${name}, image: "${name}:1" }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: ${labels}, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  hostnames: [shop.example.com]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /${name} } }]
      backendRefs: [{ name: ${name}, port: 80 }]
`;
}

/** A sandbox file that forks workloads of the namespace shop. */
export function sandbox(name: string, ...workloads: readonly string[]): string {
  const forks = workloads.map(
    (workload) => `    - forkOf: { kind: Deployment, namespace: shop, name: ${workload} }\n`,
  );
  return `apiVersion: gatefork.dev/v1alpha1
kind: Sandbox
metadata: { name: ${name} }
spec:
  forks:
${forks.join('')}`;
}
