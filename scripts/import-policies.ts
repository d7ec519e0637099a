// Writes the types of policies that the examples use, from the CRDs that projects publish:
//
//   npx tsx scripts/import-policies.ts PATH_TO_CRDS
//
// where PATH_TO_CRDS holds the folders `envoy-gateway` and `istio`, each with a file VERSION. The
// same CRDs give the same bytes; test/examples/policies.test.ts holds the committed files to that.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importedPolicies } from './policies/kinds';
import { policySources } from './policies/source';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: npx tsx scripts/import-policies.ts PATH_TO_CRDS');
  process.exit(2);
}
for (const [name, text] of policySources(folder, importedPolicies)) {
  const file = path.resolve(__dirname, '..', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
