import { KeepsMark } from '@/components/sources/keeps-mark.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { dateWords, spanWords } from '@/components/ui/time-words.ts'
import type { Connector, WayIn } from '@/lib/connectors/contract.ts'
import type { SourceDetail } from '@/lib/db/source-detail.ts'
import { fieldsOf } from '../new/[kind]/[way]/filled-query.ts'
import { TestedForm } from '../tested-form.tsx'
import { replaceSecret } from './actions.ts'
import { TestAgain } from './acts.tsx'

type CredentialSectionProps = { source: SourceDetail; connector: Connector; asked: string | null; now: Date }

/** How it is read: by which way in, since when, whether that still works, and another way or credential in its place. */
export function CredentialSection({ source, connector, asked, now }: CredentialSectionProps) {
  const present = connector.ways.find(({ id }) => id === source.way)
  const chosen = connector.ways.find(({ id }) => id === asked) ?? present
  const settings = (source.settings ?? {}) as Record<string, unknown>
  const possible = connector.ways.filter(({ required }) => required.every((name) => settings[name] !== undefined))
  return (
    <Section title="Way in">
      <div className="flex flex-col gap-4">
        <Present way={present} since={source.credentialSince} now={now} />
        <TestAgain id={source.id} />
        <details open={asked !== null}>
          <summary className="w-fit cursor-pointer py-1 text-accent">Replace the credential or the way in…</summary>
          <div id="replace" className="mt-3 flex max-w-[60rem] flex-col gap-4">
            <nav aria-label="Ways in">
              <ul className="flex flex-wrap gap-x-4 gap-y-1 text-table">
                {possible.map(({ id, label }) => (
                  <li key={id} aria-current={id === chosen?.id ? 'true' : undefined}>
                    {id === chosen?.id ? (
                      <strong>{label}</strong>
                    ) : (
                      <TextLink href={`/sources/${source.id}?way=${id}#replace`}>{label}</TextLink>
                    )}
                  </li>
                ))}
              </ul>
            </nav>
            {chosen ? <Replace way={chosen} source={source} connector={connector} /> : <p className="text-text-2">Choose a way in.</p>}
          </div>
        </details>
      </div>
    </Section>
  )
}

function Present({ way, since, now }: { way: WayIn | undefined; since: Date | null; now: Date }) {
  const age = since ? `since ${dateWords(since)} (${spanWords((now.getTime() - since.getTime()) / 1_000)})` : ''
  if (!way)
    return <p className="text-text-2">{since ? `Something is sealed here ${age}; by which way in was not recorded.` : 'There is none.'}</p>
  return (
    <div className="flex max-w-[72ch] flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="font-medium">{way.label}</span>
        <KeepsMark keeps={way.keeps} />
      </p>
      <p className="text-table text-text-2">
        {way.keepsSays}
        {way.keeps === 'standing-key' && since ? ` Sealed ${age}; it cannot be shown.` : ''}
      </p>
    </div>
  )
}

function Replace({ way, source, connector }: { way: WayIn; source: SourceDetail; connector: Connector }) {
  return (
    <>
      <p className="max-w-[72ch] text-text-2">{way.about}</p>
      <TestedForm
        key={way.id}
        label="Replace credential"
        act={replaceSecret}
        hidden={{ id: source.id, way: way.id }}
        fields={fieldsOf(connector, way, way.credential)}
        keep={way.keeps === 'nothing' ? 'Use this way in' : 'Replace credential'}
        keptSays="It was replaced. The next sync uses it; the one before is not kept."
      />
    </>
  )
}
