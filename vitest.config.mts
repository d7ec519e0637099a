import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [
      { find: /^gatefork$/, replacement: resolve(import.meta.dirname, 'lib/index.ts') },
      { find: /^gatefork\/core$/, replacement: resolve(import.meta.dirname, 'lib/core.ts') },
      { find: /^gatefork\/vitest$/, replacement: resolve(import.meta.dirname, 'lib/vitest.mts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
