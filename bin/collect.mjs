#!/usr/bin/env node
// The collector's own door, for its image: nothing is installed, made or written, as everything is there and the file system is read only.
const { default: standdown } = await import('./standdown.ts')
process.exitCode = await standdown(['collect', ...process.argv.slice(2)])
