// How the browser tests are run: every spec in Debian's Chromium, once with scripts and once without.
// What a test may ask for (a server, a postbox, people) is in fixtures/.
import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// Without a window where it is installed (see .ci/setup): the tests take half the time.
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync)

export default defineConfig({
  testDir: 'specs',
  outputDir: '../target/browser-tests',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'line',
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM || CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'script', use: { javaScriptEnabled: true }, grepInvert: /can be read in cy/ },
    {
      name: 'no-script',
      use: { javaScriptEnabled: false },
      testIgnore: [
        'spa.spec.js',
        'chunks.spec.js',
        'pre_hydration.spec.js',
        'idle.spec.js',
        'live.spec.js',
        'live_on_postgres.spec.js',
      ],
      // Each page is read by axe once in each language: in English with scripts, in Welsh here. See reading.spec.js.
      grepInvert: /can be read in en/,
    },
  ],
})
