import { CopyButton } from '@/components/ui/copy-button.tsx'

/** A text to copy into a provider: whole, scrollable by keyboard, with a button that copies it where scripts run. */
export function SnippetView({ snippet: { title, text } }: { snippet: { title: string; text: string } }) {
  return (
    <div className="mt-4">
      <div className="flex min-h-8 items-center justify-between gap-3">
        <h3 className="font-medium">{title}</h3>
        <CopyButton from={{ text }} what={title} />
      </div>
      <pre
        role="region"
        tabIndex={0}
        aria-label={title}
        translate="no"
        className="mt-1 max-h-96 overflow-auto rounded-panel border border-line bg-panel p-3 font-mono text-meta break-words whitespace-pre-wrap"
      >
        {text}
      </pre>
    </div>
  )
}
