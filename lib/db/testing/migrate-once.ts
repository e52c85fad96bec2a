import { migrate } from '../migrate.ts'

/** A start for tests, as a process of its own: migrates a database (its URL, and a folder) and prints what it applied as JSON. */
const [url = '', folder] = process.argv.slice(2)
process.stdout.write(JSON.stringify(await migrate(url, () => undefined, folder)))
