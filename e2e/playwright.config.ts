import { defineConfig } from '@playwright/test'

const url = process.env.E2E_URL
if (!url) throw new Error('The browser tests need the product they drive: npm run test:e2e starts both.')

/** States of an installation of their own, which need nothing of the demo's: they fill the time in which one worker has nothing to do. */
const elsewhere = /installation-states\.spec\.ts$/

/** The longest story, in an installation of its own: it begins first, so that nobody waits for it at the end. */
const longest = /retirement\.spec\.ts$/

/** More than a hundred short looks, which either worker takes: they come last, so that neither waits long for the other. */
const looks = /[\\/]states\.spec\.ts$/

/** Stories that change what the demo company holds. */
const changing = /(?:directory|directory-edits|selection|accounts|campaigns|tickets|acts|drills|exposures|policy|thumbs)\.spec\.ts$/

/** Counts what is to be told, so that nobody may make more of it meanwhile. */
const telling = /messages\.spec\.ts$/

/** What comes before in a whole run. Where only some tests were asked for, nothing but what they need. */
function after(...projects: string[]): string[] {
  return process.env.E2E_SOME ? ['first administrator'] : projects
}

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: false,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json']],
  use: {
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Sooner than a story ends, so that what the page held is told.
    actionTimeout: 30_000,
    // A trace takes as long as the story it is of. A failed test says where it was and what the page held; for more: --trace on.
    trace: 'off',
    launchOptions: {
      ...(process.env.E2E_BROWSER && { executablePath: process.env.E2E_BROWSER }),
      env: { ...(process.env as Record<string, string>), ...(JSON.parse(process.env.E2E_BROWSER_ENV ?? '{}') as Record<string, string>) },
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        // Only the product under test can be reached: a browser's own errands, and a page's, end here.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-domain-reliability',
        '--disable-sync',
        '--no-default-browser-check',
        '--no-first-run',
        '--no-pings',
        // Stories are too short for what is optimised to pay, and nobody looks at what a graphics process composes.
        '--js-flags=--no-opt',
        '--disable-gpu',
      ],
    },
  },
  projects: [
    { name: 'first administrator', testMatch: /welcome\.setup\.ts$/ },
    { name: 'retirement', testMatch: longest, dependencies: ['first administrator'] },
    {
      name: 'stories',
      testMatch: /\.spec\.ts$/,
      testIgnore: [changing, elsewhere, longest, looks, telling],
      dependencies: ['first administrator'],
    },
    { name: 'states', testMatch: looks, dependencies: ['first administrator'] },
    // Owners move, and with them what others would count.
    { name: 'changes', testMatch: changing, dependencies: after('stories', 'states') },
    { name: 'another installation', testMatch: elsewhere, dependencies: after('changes') },
    { name: 'messages', testMatch: telling, dependencies: after('changes') },
    // Takes the demo away, which the others read.
    { name: 'after the demo', testMatch: /connect\.after\.ts$/, dependencies: after('messages') },
    // Needs the demo gone, and leaves sources behind.
    { name: 'import', testMatch: /import\.after\.ts$/, dependencies: ['after the demo'] },
  ],
})
