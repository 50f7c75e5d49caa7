/**
 * Incident patterns: kinds of findings in order of time that together say more than each alone. The table is data; an
 * incident takes the first pattern that fits, and at least its severity.
 */
import type {Severity} from '../audit/severity.ts'
import {day} from './rule.ts'
import {type SignalGroup, severityRank} from './signal-groups.ts'

export interface IncidentPattern {
  /** As the trade names it: the incident's title begins with it. */
  name: string
  severity: Severity
  /** MITRE ATT&CK. */
  techniques: readonly string[]
  /** Rule ids of each stage; a stage begins no earlier than the one before it, and concerns an account of it. */
  stages: readonly RegExp[]
}

/** A password or session is known to be in other hands. */
const compromise = /^AUTH-(05|07|11|13)$/
/** A spray or guess, with or without a success of which another rule speaks. */
const access = /^(AUTH-(05|07|08|10|11|12|13|15|16|17|21|22)|STA-09|TMS-01)$/
const mailRule = /^MBX-0[1-8]$/
const data = /^(FIL-0[1-5]|FIL-09|FIL-11|MBX-1[3-7]|MBX-21|EDI-01|FLOW-01)$/
const appGrant = /^APP-(01|02|06|08)$/

export const incidentPatterns: readonly IncidentPattern[] = [
  {
    name: 'Business email compromise',
    severity: 'high',
    techniques: ['T1078.004', 'T1114.003'],
    stages: [access, mailRule],
  },
  {
    name: 'Illicit consent',
    severity: 'high',
    techniques: ['T1528'],
    stages: [appGrant, /^APP-14$/],
  },
  {
    name: 'Ransomware or sabotage',
    severity: 'high',
    techniques: ['T1078.004', 'T1485'],
    stages: [access, /^FIL-06$/],
  },
  {
    name: 'Account takeover with a changed MFA method',
    severity: 'high',
    techniques: ['T1078.004', 'T1556.006'],
    stages: [compromise, /^(ACC-0[5-8]|AUTH-14)$/],
  },
  {
    name: 'Account takeover with privilege escalation',
    severity: 'high',
    techniques: ['T1078.004', 'T1098.003'],
    stages: [compromise, /^(ROLE-\d\d|APP-(02|04|16)|ACC-01)$/],
  },
  {
    name: 'Account takeover with defence evasion',
    severity: 'high',
    techniques: ['T1078.004', 'T1562'],
    stages: [compromise, /^(AUD-0[1-6]|AUD-08|CFG-\d\d|MBX-20)$/],
  },
  {
    name: 'Account takeover with a malicious app',
    severity: 'high',
    techniques: ['T1078.004', 'T1528'],
    stages: [compromise, /^APP-\d\d$/],
  },
  {
    name: 'Account takeover with internal phishing',
    severity: 'high',
    techniques: ['T1078.004', 'T1534'],
    stages: [compromise, /^MBX-18$/],
  },
  {
    name: 'Account takeover with data theft',
    severity: 'high',
    techniques: ['T1078.004', 'T1530'],
    stages: [compromise, data],
  },
  {
    name: 'Possible account takeover with a new MFA method',
    severity: 'medium',
    techniques: ['T1078.004', 'T1556.006'],
    stages: [access, /^(ACC-06|ACC-07|AUTH-14)$/],
  },
  {
    name: 'Possible data theft',
    severity: 'medium',
    techniques: ['T1078.004', 'T1530'],
    stages: [/^AUTH-(08|10|12|15|22)$/, data],
  },
]

export interface MatchedPattern {
  pattern: IncidentPattern
  /** One for each stage, in order of time. */
  stages: readonly SignalGroup[]
  /** The account that all stages concern. */
  account: string
}

/** The longest time between two stages. */
const longestPause = 2 * day

/** @param groups findings of one incident that are not accepted; in any order. */
export function matchedPattern(groups: readonly SignalGroup[]): MatchedPattern | undefined {
  const inTime = [...groups]
    .filter(group => severityRank(group.weight) >= severityRank('low'))
    .sort((a, b) => a.evidence.first - b.evidence.first || (a.meta.id < b.meta.id ? -1 : 1))
  const accounts = [...new Set(inTime.flatMap(accountsOf))].sort()
  for (const pattern of incidentPatterns)
    for (const account of accounts) {
      const stages = stagesOf(pattern, account, inTime)
      if (stages) return {pattern, stages, account}
    }
  return undefined
}

function stagesOf(
  {stages}: IncidentPattern,
  account: string,
  inTime: readonly SignalGroup[],
): readonly SignalGroup[] | undefined {
  const found: SignalGroup[] = []
  for (const stage of stages) {
    const before = found.at(-1)
    const next = inTime.find(
      group =>
        !found.includes(group) &&
        group.rules.some(rule => stage.test(rule)) &&
        accountsOf(group).includes(account) &&
        (!before || follows(before, group)),
    )
    if (!next) return undefined
    found.push(next)
  }
  return found
}

function follows(before: SignalGroup, group: SignalGroup): boolean {
  return (
    group.evidence.last >= before.evidence.first &&
    group.evidence.first >= before.evidence.first &&
    group.evidence.first - before.evidence.last <= longestPause
  )
}

function accountsOf(group: SignalGroup): string[] {
  return [...group.actors, ...group.users].filter(Boolean)
}
