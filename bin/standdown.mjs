#!/usr/bin/env node
// `standdown …` where the package is installed: the same door as `npm run standdown -- …`.
process.argv.splice(2, 0, 'standdown')
await import('./run.mjs')
