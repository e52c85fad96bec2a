import { Section } from '@/components/ui/section.tsx'
import { isAddress } from '@/lib/connectors/address-field.ts'
import type { Connector } from '@/lib/connectors/contract.ts'
import type { SourceDetail } from '@/lib/db/source-detail.ts'
import { typedOf } from '../filled-in.ts'
import { toldSettings } from '../told-settings.ts'
import { SettingsForm } from './settings-form.tsx'

type SettingsSectionProps = { source: SourceDetail; connector: Connector; mayEdit: boolean }

/** What was filled in: to read for everybody, to change for those who may. Addresses stay as long as the credential does. */
export function SettingsSection({ source, connector, mayEdit }: SettingsSectionProps) {
  const isFile = connector.ways.length === 0
  const settings = (source.settings ?? {}) as Record<string, unknown>
  const values = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, typedOf(value)]))
  const secret = new Set(Object.keys(connector.credentialEnv))
  const changeable = isFile || !mayEdit ? [] : connector.fields.filter((field) => !secret.has(field.name) && !isAddress(field))
  const told = toldSettings(connector, source)
  return (
    <Section title="Settings">
      {told.length > 0 ? (
        <dl className="mb-4 grid max-w-[60rem] grid-cols-[minmax(0,max-content)_minmax(0,1fr)] gap-x-6 gap-y-1 text-table">
          {told.map(({ name, label, value, set }) => (
            <div key={name} className="contents">
              <dt className="text-text-2">{label}</dt>
              {set ? (
                <dd translate="no" className="font-mono break-all whitespace-pre-line">
                  {value}
                </dd>
              ) : (
                <dd className="text-text-3">{value}</dd>
              )}
            </div>
          ))}
        </dl>
      ) : null}
      {mayEdit ? (
        <details>
          <summary className="w-fit cursor-pointer py-1 text-accent">
            {isFile ? 'Rename it…' : 'Change name, schedule and settings…'}
          </summary>
          <div className="mt-3">
            <SettingsForm
              source={{ id: source.id, version: source.version, name: source.name, everyMinutes: source.everyMinutes }}
              fields={changeable}
              values={values}
              isFile={isFile}
            />
          </div>
        </details>
      ) : null}
    </Section>
  )
}
