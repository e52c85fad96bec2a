import { Notice } from '@/components/ui/notice.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { WorkloadIdentity } from '@/lib/model/workload-identity.ts'
import { certaintySays, offerSays, svidOf } from './identity-words.ts'

type IdentityOfferProps = {
  /** All of the same certainty. */
  identities: readonly WorkloadIdentity[]
  /** Where one is named as what takes the place; null where this viewer may not name anything now. */
  hrefFor: ((issuerId: string) => string) | null
  /** Where a way is chosen that uses it; null where the plan's own does, or none may be chosen. */
  wayHref: string | null
}

/** Identities that the workload may have already, with what agreed: an offer, which stays one until somebody names it. */
export function IdentityOffer({ identities, hrefFor, wayHref }: IdentityOfferProps) {
  const [first] = identities
  if (!first) return null
  const ids = Map.groupBy(identities, ({ id }) => id)
  return (
    <div className="mb-4 max-w-[72ch]">
      <Notice tone="info" title={offerSays(first, ids.size)}>
        <p>{certaintySays(first)}</p>
        <ul className="mt-2 flex flex-col gap-2">
          {[...ids].map(([id, of]) => (
            <li key={id}>
              <span className="font-mono break-all">{id}</span> <span className="text-text-2">in {of[0]?.sourceName}</span>
              {hrefFor ? (
                <span className="flex flex-wrap gap-x-4">
                  {of.map(({ issuerId, mints }) => (
                    <TextLink key={issuerId} href={hrefFor(issuerId)} className="inline-flex min-h-11 items-center md:min-h-6">
                      Name its {svidOf(mints)} as what takes the place
                    </TextLink>
                  ))}
                </span>
              ) : null}
            </li>
          ))}
        </ul>
        {wayHref ? (
          <p>
            <TextLink href={wayHref} className="inline-flex min-h-11 items-center md:min-h-6">
              Choose a way that uses it
            </TextLink>
          </p>
        ) : null}
      </Notice>
    </div>
  )
}
