// Writes imports/gateway-api.ts and imports/gateway-api-facts.ts from the Gateway API's CRDs:
//
//   npx tsx scripts/import-gateway-api.ts PATH_TO_CRDS
//
// where PATH_TO_CRDS holds the folders `standard` and `experimental` of one release. The same
// CRDs give the same bytes; test/imports/gateway-api.test.ts holds the committed files to that.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readBundle } from './gateway-api/crds';
import { factsSource } from './gateway-api/facts';
import { typesSource } from './gateway-api/types';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: npx tsx scripts/import-gateway-api.ts PATH_TO_CRDS');
  process.exit(2);
}
const bundle = readBundle(folder);
const imports = path.resolve(__dirname, '../imports');
writeFileSync(path.join(imports, 'gateway-api.ts'), typesSource(bundle));
writeFileSync(path.join(imports, 'gateway-api-facts.ts'), factsSource(bundle));
