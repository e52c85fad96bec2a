import { exportInventory } from '@/lib/flows/export-inventory.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { inventoryFileName } from '@/lib/model/inventory-csv.ts'
import { rawQuery, readTokenSearch, type TokenSearch } from '@/lib/model/token-search.ts'
import { actorOf, type Viewer } from '@/lib/model/viewer.ts'
import { csvAnswer } from '@/lib/server/web/csv-answer.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'
import { stillSignedIn } from '@/lib/server/web/while-signed-in.ts'

/** Ten thousand ids and room to spare. */
const mostBytes = 1_000_000

/** The list that a query string describes, whole, as a file. It streams: neither we nor Postgres hold it. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('tokens:export')
  return answer(request, viewer, readTokenSearch(rawQuery(new URL(request.url).searchParams)))
})

/** The same by a form's fields, for a selection whose ids no address would hold. */
export const POST = door(async (request) => {
  const viewer = await requireViewer('tokens:export')
  const length = Number(request.headers.get('content-length') ?? NaN)
  if (!(length <= mostBytes)) throw new AppError('bad-input', 'This selection is too long to be exported by its ids. Narrow it by filters.')
  const fields = [...(await request.formData())].filter((field): field is [string, string] => typeof field[1] === 'string')
  return answer(request, viewer, readTokenSearch(rawQuery(new URLSearchParams(fields))))
})

async function answer(request: Request, viewer: Viewer, search: TokenSearch): Promise<Response> {
  if (search.from) throw new AppError('bad-input', 'An export is always whole.', [{ where: 'after', what: 'has no meaning here' }])
  const world = await webWorld()
  const open = async () => {
    const { id, filter, file } = await exportInventory(world, { actor: actorOf(viewer), scope: viewer.scope }, search)
    // The cells stay those of RFC 4180: what the rows were narrowed to stands beside the file, and in the record under this id.
    const says = { 'x-standdown-filter': filter.length <= 4_000 ? filter : 'see the record of this file', 'x-standdown-file': id }
    return { csv: file, fileName: inventoryFileName(world.now, search), says }
  }
  return csvAnswer(request, open, stillSignedIn(world.db, viewer))
}
