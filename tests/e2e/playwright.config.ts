import { cpus } from 'node:os'
import { defineConfig } from '@playwright/test'

/**
 * End-to-end: stories on real phones (Chromium profiles on disk) against a real server. `fixtures.ts`
 * makes both; `node tests/run.ts build e2e` runs them all, `npx playwright test -c tests/e2e` some.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // A story waits half of its time.
  workers: Math.max(3, Math.min(4, Math.floor(cpus().length / 2))),
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: { actionTimeout: 15_000 },
  reporter: 'list',
})
