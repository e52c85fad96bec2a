import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Part } from '@/components/tokens/detail/part.tsx'
import type { TokenDetail } from '@/lib/db/token-detail.ts'

/** The token as data: the last sighting as it is kept, and what was made of it. Neither has a field for a secret. */
export function RawPart({ token }: { token: TokenDetail }) {
  const { sighting, known, id, verdict, risk, base, riskFloor, grade, confidence, reason, model, vector, scoredAt, nextChangeAt } = token
  const score = { verdict, reason, risk, base, riskFloor, grade, confidence, model, vector, scoredAt, nextChangeAt }
  return (
    <Part id="raw" title="Raw">
      <details>
        <summary className="w-fit cursor-pointer py-1 text-table text-text-2">
          The last sighting, what is known beside it, and the score, as JSON
        </summary>
        <div className="mt-2 flex flex-col items-start gap-2">
          <CopyButton from={{ id: 'raw-json' }} what="this token as data" label="Copy JSON" />
          <pre
            id="raw-json"
            tabIndex={0}
            role="region"
            aria-label="Raw JSON"
            translate="no"
            className="max-h-120 w-full overflow-auto rounded-panel border border-line bg-panel p-3 font-mono text-meta"
          >
            {JSON.stringify({ id, sighting, known, score }, null, 2)}
          </pre>
        </div>
      </details>
    </Part>
  )
}
