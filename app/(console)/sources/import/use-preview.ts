import { useRef, useState } from 'react'
import type { FileMap } from '@/lib/connectors/file/mapping.ts'
import type { ImportPreview } from '@/lib/flows/preview-import.ts'
import { sendPreview, type Problem } from './send-preview.ts'

type Looked = {
  reading: boolean
  preview: ImportPreview | null
  /** The map as it stands now, which may have been edited since it was tried. */
  map: FileMap | null
  edited: boolean
  refused: Problem | null
}
const nothing: Looked = { reading: false, preview: null, map: null, edited: false, refused: null }

/** What is known of the chosen file before it is imported, and the map that is made for it. The last look that was asked for counts. */
export function usePreview() {
  const [looked, setLooked] = useState(nothing)
  const turn = useRef(0)

  async function look(file: File, asked: { format: string; rows: string }, map: FileMap | null): Promise<void> {
    const mine = (turn.current += 1)
    setLooked((before) => ({ ...(map ? before : nothing), reading: true, refused: null }))
    const answer = await sendPreview(file, asked, map)
    if (mine !== turn.current) return
    if ('preview' in answer) setLooked({ ...nothing, preview: answer.preview, map: answer.preview.map })
    else setLooked((before) => ({ ...before, reading: false, refused: answer.refused }))
  }

  return {
    looked,
    look,
    edit(map: FileMap) {
      turn.current += 1
      setLooked((before) => ({ ...before, reading: false, map, edited: true }))
    },
    forget() {
      turn.current += 1
      setLooked(nothing)
    },
    /** What is still on its way is not shown any more. */
    stop() {
      turn.current += 1
      setLooked((before) => ({ ...before, reading: false, refused: null }))
    },
  }
}
