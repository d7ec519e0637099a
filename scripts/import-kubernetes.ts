// Writes imports/kubernetes-facts.ts from the OpenAPI document of a Kubernetes release:
//
//   npx tsx scripts/import-kubernetes.ts PATH_TO/api/openapi-spec/swagger.json
//
// The Go module k8s.io/kubernetes holds the document: `go mod download k8s.io/kubernetes@v1.36.3`.
// The same document gives the same bytes.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { kubernetesSource, type OpenApi } from './kubernetes/facts';

const file = process.argv[2];
if (file === undefined) {
  console.error('usage: npx tsx scripts/import-kubernetes.ts PATH_TO/swagger.json');
  process.exit(2);
}
const version = /kubernetes@(v[\d.]+)/.exec(file)?.[1] ?? process.argv[3];
if (version === undefined) {
  console.error('which release is it? npx tsx scripts/import-kubernetes.ts swagger.json v1.36.3');
  process.exit(2);
}
const document = JSON.parse(readFileSync(file, 'utf8')) as OpenApi;
writeFileSync(
  path.resolve(__dirname, '../imports/kubernetes-facts.ts'),
  kubernetesSource(document, version),
);
