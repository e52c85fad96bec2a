/** A letter as it arrives: its subject, and its plain words. */
export function LetterPreview({ letter: { subject, text } }: { letter: { subject: string; text: string } }) {
  return (
    <div className="rounded-panel border border-line p-4">
      <p className="font-medium break-words">{subject}</p>
      <p className="mt-2 text-table break-words whitespace-pre-wrap text-text-2">{text.trim()}</p>
    </div>
  )
}
