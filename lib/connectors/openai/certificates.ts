import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import type { Api } from '../rest/api.ts'
import { readWhole, type Rows } from '../rest/listing.ts'
import { next, pageSize } from './api.ts'

export const certificatesPath = '/organization/certificates'

const Certificate = z.object({ id: z.string().max(200), active: z.boolean() })

export const certificates = (path: string): Rows<z.infer<typeof Certificate>> => ({
  path,
  query: { limit: pageSize },
  schema: Certificate,
  field: 'data',
  next,
})

/** Whether every request to the organisation's projects has to bring a client certificate: null where it could not be read. */
export async function* readMutualTls({ api }: { api: Api }): AsyncGenerator<Observation, boolean | null> {
  const object = 'OpenAI certificates of the organisation'
  try {
    const { rows, gap } = await readWhole(api, certificates(certificatesPath), object)
    if (gap) yield { see: 'gap', gap }
    yield { see: 'covered', object, seen: rows.length }
    const isAny = rows.some(({ active }) => active)
    return isAny || !gap ? isAny : null
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, 'It takes an admin key that may read certificates.') }
    return null
  }
}
