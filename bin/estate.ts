import serveEstate from './serve-estate.ts'

/** The make-believe company as a process that the product starts; `npm run estate` is for people. */
process.exitCode = await serveEstate(process.argv.slice(2))
