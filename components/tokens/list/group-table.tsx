import Link from 'next/link'
import type { TokenGroups } from '@/lib/model/token-row.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { facetWord, valueWord, type ReasonWords } from '../fact-words.ts'
import { Verdict } from '../verdict.tsx'
import { hrefOfGroup, type Listed } from './list-hrefs.ts'

type GroupTableProps = { groups: TokenGroups; list: Listed; reasonWords: ReasonWords; atLeast: boolean }

const head = 'border-b border-line bg-panel px-2 py-2 text-meta font-medium whitespace-nowrap text-text-2 first:pl-3 last:pr-3'
const cell = 'h-12 border-b border-line px-2 py-1.5 first:pl-3 last:pr-3 group-last/row:border-b-0 md:group-hover/row:bg-panel'

/** Tokens gathered by what they share: two hundred alike are one line, which opens as the list of them. */
export function GroupTable({ groups: { groups, more }, list, reasonWords, atLeast }: GroupTableProps) {
  const by = list.group ?? 'reason'
  const least = atLeast ? 'at least ' : ''
  return (
    <>
      <div role="region" aria-label="Groups" tabIndex={0} className="overflow-x-auto rounded-panel border border-line">
        <table className="w-full border-separate border-spacing-0 text-left text-table">
          <caption className="sr-only">Tokens by {facetWord[by].toLowerCase()}</caption>
          <thead>
            <tr>
              <th scope="col" className={head}>
                {facetWord[by]}
              </th>
              <th scope="col" className={`${head} text-right`}>
                Tokens
              </th>
              <th scope="col" className={head}>
                Worst verdict
              </th>
              <th scope="col" className={`${head} text-right max-sm:hidden`}>
                Highest risk
              </th>
              <th scope="col" className={`${head} text-right max-sm:hidden`} aria-sort="descending">
                Sum of risk
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ value, name, count, worst, riskSum, worstRisk }) => (
              <tr key={value} className="group/row">
                <th scope="row" className={`${cell} font-medium`}>
                  <Link
                    href={hrefOfGroup(list, value)}
                    prefetch={false}
                    className="inline-flex min-h-6 items-center text-text underline decoration-line underline-offset-2 hover:decoration-text"
                  >
                    {value === 'none' ? <Nothing is="none" /> : valueWord(by, value, name, reasonWords)}
                  </Link>
                </th>
                <td className={`${cell} text-right`}>
                  {least}
                  {countWords(count)}
                </td>
                <td className={cell}>
                  <Verdict verdict={worst} className="align-middle" />
                </td>
                <td className={`${cell} text-right max-sm:hidden`}>{worstRisk}</td>
                <td className={`${cell} text-right max-sm:hidden`}>
                  {least}
                  {countWords(riskSum)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more ? (
        <p className="mt-2 text-table text-text-2">These are the worst groups. There are others: narrow the list to see them.</p>
      ) : null}
    </>
  )
}
