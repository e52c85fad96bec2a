import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { ReportForm } from './report-form.tsx'

export const metadata: Metadata = { title: 'Upload a report · Exposures' }

/** A secret scanner's report: first what would match, then recorded. */
export default async function ReportPage() {
  await pageViewer('exposures:edit')
  return (
    <>
      <PageHead
        title="Upload a report"
        says={
          <p>
            What TruffleHog or Gitleaks found. Each secret of it is hashed with a key as it is read, and dropped: nothing of the report is stored but where each lies, and which it is.
          </p>
        }
      />
      <ReportForm />
      <section className="mt-8 max-w-[72ch]">
        <h2 className="text-section">What is read</h2>
        <dl className="mt-2 grid gap-x-6 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
          <dt className="font-medium">TruffleHog 3</dt>
          <dd className="text-text-2">
            JSON lines: <code translate="no" className="font-mono text-table">trufflehog git … --json</code>. What it verified works; what it could not verify was not checked.
          </dd>
          <dt className="font-medium">Gitleaks 8</dt>
          <dd className="text-text-2">
            JSON or SARIF: <code translate="no" className="font-mono text-table">gitleaks git … --report-format json</code>. It checks nothing: whether a find works is not known. With
            <code translate="no" className="font-mono text-table"> --redact</code> nothing can be matched.
          </dd>
        </dl>
      </section>
    </>
  )
} // prettier-ignore
