/** The accounts of a finding that sums up those of many: each with its number and the records that say most, so that none is hidden by the others. */
import {compareText} from '../audit/compare-text.ts'
import {EvidenceList} from './evidence-list.ts'

export interface SummedAccount {
  /** Folded user id; where the finding names none, an address or an app; '' for none of them. */
  actor: string
  /** How many findings of it became part of the sum. */
  findings: number
  objects: readonly string[]
  evidence: EvidenceList
}

/** What an account is made of. */
export interface AccountPart {
  actors: readonly string[]
  addresses: readonly string[]
  applications: readonly string[]
  objects: readonly string[]
  evidence: EvidenceList
  /** Where the part is a sum already. */
  accounts?: readonly SummedAccount[] | undefined
}

const mostObjects = 5
const mostRecords = 5

/** By name; what one account has in several parts is one. */
export function summedAccounts(parts: readonly AccountPart[]): SummedAccount[] {
  const accounts = new Map<string, SummedAccount>()
  for (const part of parts)
    for (const one of part.accounts ?? [summedAccount(part)]) {
      const known = accounts.get(one.actor)
      accounts.set(one.actor, known ? joinedAccount(known, one) : one)
    }
  return [...accounts.values()].sort((a, b) => compareText(a.actor, b.actor))
}

/** The account of one part; its evidence is a copy of few records. */
export function summedAccount({actors, addresses, applications, objects, evidence}: AccountPart): SummedAccount {
  return {
    actor: actors[0] ?? addresses[0] ?? applications[0] ?? '',
    findings: 1,
    objects: objects.slice(0, mostObjects),
    evidence: new EvidenceList(mostRecords).join(evidence),
  }
}

export function joinedAccount(one: SummedAccount, other: SummedAccount): SummedAccount {
  return {
    actor: one.actor,
    findings: one.findings + other.findings,
    objects: [...new Set([...one.objects, ...other.objects])].slice(0, mostObjects),
    evidence: new EvidenceList(mostRecords).joinOthers(one.evidence).joinOthers(other.evidence),
  }
}
