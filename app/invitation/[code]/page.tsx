import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { LinkButton } from '@/components/ui/button.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import { openInvitation } from '@/lib/flows/invite-user.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { settings } from '@/lib/server/env.ts'
import { clientNetwork } from '@/lib/server/web/client-address.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pathOnThisSite } from '@/lib/server/web/same-origin.ts'
import { signInHref } from '@/lib/server/web/sign-in-path.ts'
import { currentViewer } from '@/lib/server/web/viewer.ts'
import { InvitationForm } from './invitation-form.tsx'

export const metadata: Metadata = { title: 'Choose a password' }

/** Opening the link changes nothing, as mail scanners open links; only sending the form uses it up. */
export default async function InvitationPage({ params, searchParams }: PageProps<'/invitation/[code]'>) {
  const [{ code }, asked] = await Promise.all([params, searchParams])
  const to = pathOnThisSite(typeof asked.to === 'string' ? asked.to : null, settings().publicUrl)
  const from = clientNetwork(await headers(), settings().trustedProxies)
  const invited = await openInvitation(await webWorld({ clock: 'system' }), code, from).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'too-many') return error
    throw error
  })
  // The message stays in the mailbox after its link was used: opened again, it still leads to what it is about.
  const isGood = invited !== null && !(invited instanceof AppError)
  if (!isGood && to !== '/' && (await currentViewer())) redirect(to)
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-12">
      {invited instanceof AppError || invited === null ? (
        <>
          <h1 className="text-title font-semibold">{invited?.message ?? 'This link does not work.'}</h1>
          {invited ? null : (
            <p className="text-text-2">
              It was used already, or its time is over. With a password you can sign in; without one, an administrator can make a new link, under Settings.
            </p>
          )}
          <LinkButton href={signInHref(to)}>Sign in</LinkButton>
        </>
      ) : (
        <>
          <h1 className="text-title font-semibold">Choose a password, {invited.name}</h1>
          <p className="text-text-2">
            {invited.madeBy} made this link for {invited.email}. It works once, until {dateWords(invited.endsAt)}.
          </p>
          <InvitationForm code={code} email={invited.email} to={to} />
        </>
      )}
    </main>
  )
} // prettier-ignore
