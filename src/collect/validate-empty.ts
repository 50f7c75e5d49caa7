/** When an answer, even twice, is no proof: the log may be off, expired, never answer in this cloud, or be open in part. */
import type {LedgerEntry} from '../audit/ledger.ts'
import {retention} from '../audit/retention.ts'
import {auditingOff} from '../sources/exchange-check.ts'

export interface EmptinessFacts {
  records(entry: LedgerEntry): number
  /** Whether an earlier export judged it already. */
  judged(entry: LedgerEntry): boolean
  /** The cloud's search always finds nothing. */
  alwaysEmpty: boolean
  /** What the caller's permissions leave out of every answer, in a sentence. */
  partial?: string | undefined
  /** Whether the tenant records; asked only when there was nothing at all. */
  recording(): Promise<boolean | undefined>
  /** Whether an unfiltered search of other days finds anything; asked likewise. Undefined where it can't be told. */
  elsewhere(): Promise<boolean | undefined>
  /** When reading began, in milliseconds. */
  now: number
}

/** The ledger with windows turned into gaps where their answers prove nothing. */
export async function validateEmpty(entries: readonly LedgerEntry[], facts: EmptinessFacts): Promise<LedgerEntry[]> {
  // Rows that the user did not want are no silence; rows that answer another question are no answer.
  const holds = (entry: LedgerEntry) => facts.records(entry) > 0 || hasAnswer(entry.evidence)
  const nothing = !entries.some(holds)
  const ask = nothing && !facts.alwaysEmpty && entries.some(entry => entry.status !== 'gap')
  const off = ask && (await facts.recording()) === false
  const elsewhere = ask && !off ? await facts.elsewhere() : true
  return entries.map(entry => {
    if (entry.status === 'gap' || facts.judged(entry)) return entry
    if (facts.partial !== undefined) {
      return gapOf(entry, {code: 'PERMISSION_IN_PART', message: facts.partial})
    }
    if (holds(entry)) return entry
    const reason = reasonFor(entry, facts, {off, elsewhere})
    return reason === undefined ? entry : gapOf(entry, reason)
  })
}

/** Whether any of the rows was asked for. */
export function hasAnswer({rows, unasked = 0}: LedgerEntry['evidence']): boolean {
  return rows > unasked
}

/** Its reading has ended: only what was left under way says of a gap when it began. */
function gapOf({began, ...entry}: LedgerEntry, reason: NonNullable<LedgerEntry['reason']>): LedgerEntry {
  return {...entry, status: 'gap', reason}
}

function reasonFor(
  entry: LedgerEntry,
  facts: EmptinessFacts,
  {off, elsewhere}: {off: boolean; elsewhere: boolean | undefined},
): LedgerEntry['reason'] {
  if (facts.alwaysEmpty) {
    return {
      code: 'CLOUD_ALWAYS_EMPTY',
      message: 'The search finds nothing in the Chinese cloud, operated by 21Vianet, whatever happened.',
    }
  }
  if (off) {
    const {code, message, remedy} = auditingOff()
    return {code, message: `${message} ${remedy}`}
  }
  if (entry.start < (entry.began ?? facts.now) - retention) {
    return {code: 'RETENTION', message: 'Nothing was found, and records of this age (over 180 days) may have expired.'}
  }
  if (elsewhere === undefined) {
    return {
      code: 'NOTHING_UNCONFIRMED',
      message:
        'Nothing was found in the whole period, and whether the search finds anything at all could not be learned: the search of the last week without a filter was not answered. The next run asks again.',
    }
  }
  if (!elsewhere) {
    return {
      code: 'NOTHING_ANYWHERE',
      message:
        'The search finds nothing in the last week either, with no filter: it says nothing, or this tenant is not in use.',
    }
  }
  return undefined
}
