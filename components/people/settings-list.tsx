import { Link } from '@/components/ui/link.tsx'

export type SettingsEntry = { href?: string; title: string; says: string; command?: string }

/** The settings there are, each with what it is for. */
export function SettingsList({ entries }: { entries: readonly SettingsEntry[] }) {
  return (
    <ul className="max-w-[60rem] divide-y divide-line rounded-panel border border-line">
      {entries.map(({ href, title, says, command }) => (
        <li key={title} className="px-4 py-3">
          <h2 className="font-semibold">
            {href ? (
              <Link
                href={href}
                className="inline-flex min-h-6 items-center text-accent underline underline-offset-2 pointer-coarse:min-h-11"
              >
                {title}
              </Link>
            ) : (
              title
            )}
          </h2>
          <p className="max-w-[72ch] text-text-2">{says}</p>
          {command ? (
            <code
              translate="no"
              className="mt-2 inline-block max-w-full rounded-control bg-panel px-2 py-1 font-mono text-table break-words"
            >
              {command}
            </code>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
