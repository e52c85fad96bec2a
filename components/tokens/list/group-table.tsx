import { Link } from '@/components/ui/link.tsx'
import type { TokenGroups } from '@/lib/model/token-row.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { facetWord, valueWord, type ReasonWords } from '../fact-words.ts'
import { Verdict } from '../verdict.tsx'
import { groupNarrowedBy, hrefOfGroup, type Listed } from './list-hrefs.ts'

type GroupTableProps = {
  groups: TokenGroups
  list: Listed
  reasonWords: ReasonWords
  atLeast: boolean
  /** Whether the viewer can do something with what is selected. */
  selects: boolean
}

const head = 'border-b border-line bg-panel px-2 py-2 text-meta font-medium whitespace-nowrap text-text-2 first:pl-3 last:pr-3'
const cell = 'h-12 border-b border-line px-2 py-1.5 first:pl-3 last:pr-3 group-last/row:border-b-0 md:group-hover/row:bg-panel'

/** Tokens gathered by what they share: two hundred alike are one line, which opens as the list of them. */
export function GroupTable({ groups: { groups, more }, list, reasonWords, atLeast, selects }: GroupTableProps) {
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
              {selects ? (
                <th scope="col" className={`${head} max-md:hidden`}>
                  <span className="sr-only">Select</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {groups.map(({ value, name, count, worst, riskSum, worstRisk }) => (
              <tr key={value} data-key-row className="group/row">
                <th scope="row" className={`${cell} font-medium`}>
                  <Link
                    href={hrefOfGroup(list, value)}
                    data-key-open
                    className="inline-flex min-h-6 items-center text-text underline decoration-line underline-offset-2 pointer-coarse:min-h-11 hover:decoration-text"
                  >
                    {value === 'none' ? <Nothing is="none" /> : valueWord(by, value, name, reasonWords)}
                  </Link>
                </th>
                <td className={`${cell} text-right`}>
                  {/* Leads where the name does, so that the keyboard passes it over. */}
                  <Link
                    href={hrefOfGroup(list, value)}
                    tabIndex={-1}
                    className="inline-flex min-h-6 items-center underline decoration-line underline-offset-2 pointer-coarse:min-h-11 hover:decoration-text"
                  >
                    {least}
                    {countWords(count)}
                  </Link>
                </td>
                <td className={cell}>
                  <Verdict verdict={worst} className="align-middle" />
                </td>
                <td className={`${cell} text-right max-sm:hidden`}>{worstRisk}</td>
                <td className={`${cell} text-right max-sm:hidden`}>
                  {least}
                  {countWords(riskSum)}
                </td>
                {selects ? (
                  <td className={`${cell} text-right whitespace-nowrap max-md:hidden`}>
                    {/* The bar of the selection reads what this selects; without it the group only opens. */}
                    <Link
                      href={hrefOfGroup(list, value)}
                      data-key-select
                      data-select-all={groupNarrowedBy(list, value)}
                      className="inline-flex min-h-6 items-center text-accent underline decoration-1 underline-offset-2 pointer-coarse:min-h-11 hover:decoration-2"
                    >
                      {count === 1 ? 'Select it' : atLeast ? 'Select these' : `Select these ${countWords(count)}`}
                      <span className="sr-only">: {value === 'none' ? 'none' : valueWord(by, value, name, reasonWords)}</span>
                    </Link>
                  </td>
                ) : null}
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
