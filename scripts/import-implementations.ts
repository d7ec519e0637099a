// Writes imports/implementation-facts.ts from what conformance reports say of implementations:
//
//   npx tsx scripts/import-implementations.ts PATH_TO_JSON
//
// where PATH_TO_JSON is an object of implementations by name, each with version, date, gatewayAPI,
// channel, profiles, extendedFeatures, unsupportedFeatures, skippedTests and reportPath. The same
// file gives the same bytes; test/imports/implementation-facts.test.ts holds the committed file to that.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { implementationsSource, readReports } from './implementations/source';

const file = process.argv[2];
if (file === undefined) {
  console.error('usage: npx tsx scripts/import-implementations.ts PATH_TO_JSON');
  process.exit(2);
}
const source = implementationsSource(readReports(readFileSync(file, 'utf8')));
writeFileSync(path.resolve(__dirname, '../imports/implementation-facts.ts'), source);
