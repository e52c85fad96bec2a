import type { TokenAct } from '@/lib/model/token-act.ts'

/** The acts that have a form; to take a statement back is a button beside it. */
export type ActName = Exclude<TokenAct['do'], 'withdraw'>
