import { Notice } from './notice.tsx'

type Problem = { message: string; issues: readonly { where: string; what: string }[]; requestId?: string }

type FormProblemProps = { state: Problem; labels?: Readonly<Record<string, string>> }

/** Why a form was refused: the sentence, the fields (by their `labels`), and what to quote when it was our fault. */
export function FormProblem({ state: { message, issues, requestId }, labels = {} }: FormProblemProps) {
  return (
    <Notice tone="error" role="alert" title={message}>
      {issues.length > 0 ? (
        <ul className="list-disc pl-4 text-table">
          {issues.map(({ where, what }) => (
            <li key={`${where} ${what}`}>
              <span className="font-medium">{labels[where] ?? where.replace(/^(?:settings|credential)\./, '')}</span>: {what}
            </li>
          ))}
        </ul>
      ) : null}
      {requestId ? (
        <p className="text-table text-text-2">
          Request <code className="font-mono">{requestId}</code>, which the log explains.
        </p>
      ) : null}
    </Notice>
  )
}
