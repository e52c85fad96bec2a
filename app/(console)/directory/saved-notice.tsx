import { Notice } from '@/components/ui/notice.tsx'
import { countWords } from '@/components/ui/time-words.ts'

/** What an edit did to the tokens that it touches. */
export function SavedNotice({ changed }: { changed: number }) {
  const tokens = changed === 0 ? 'No token changed by it.' : changed === 1 ? 'One token was scored again.' : `${countWords(changed)} tokens were scored again.`
  return <Notice tone="success" role="status" title={`Saved. ${tokens}`} />
} // prettier-ignore
