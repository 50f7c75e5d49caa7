/** STA-02, STA-03: operations that were never seen before, and administrative ones that are rare. */
import {BoundedMap} from '../bounded.ts'
import {EvidenceList} from '../evidence-list.ts'
import {countOf, type DetectionContext, listed, type Rule, type RuleMeta, type RuleRun} from '../rule.ts'
import {administrationTypes} from './unusual-administration.ts'

const newOperation: RuleMeta = {
  id: 'STA-02',
  title: 'Operation first seen in the tenant',
  severity: 'info',
  confidence: 'low',
  techniques: [],
  question: 'What happened here for the first time?',
  benign: 'A new feature or product; a first occasion.',
  next: ['Check the list for unplanned operations.', 'Check the actors’ other records of that hour.'],
  source: 'https://learn.microsoft.com/purview/audit-log-activities',
  needs: {operations: [/./]},
}

const rare: RuleMeta = {
  ...newOperation,
  id: 'STA-03',
  thresholds: [{what: 'times at most in the month', least: 3}],
  title: 'Rare administrative operation',
  question: 'Which administrative operations occurred once or twice in the month?',
  benign: 'Most administration is rare.',
}

const mostOperations = 2_000

function operations(context: DetectionContext): RuleRun {
  interface Seen {
    operation: string
    count: number
    actors: Set<string>
    evidence: EvidenceList
    fresh: boolean
    admin: boolean
  }
  const seen = new BoundedMap<string, Seen>('operations', mostOperations, context.evictions, {
    weight: ({fresh, admin, count}) => Number(fresh || (admin && count <= 3)),
    actor: operation => operation,
  })
  const adminNames = new Set(administrationTypes.recordTypes)
  const summary = (rule: RuleMeta, what: string, ones: Seen[]) => {
    if (ones.length === 0) return
    const evidence = new EvidenceList()
    for (const one of ones) evidence.join(one.evidence)
    const names = ones.map(one => one.operation).sort((a, b) => (a < b ? -1 : 1))
    context.report({
      rule: rule.id,
      key: 'tenant',
      title: `${countOf(ones.length, 'operation')} ${what}`,
      why: listed(names, 10),
      actors: [],
      objects: names.slice(0, 50),
      facts: names.slice(0, 50),
      evidence,
    })
  }
  return {
    see(event) {
      const one = seen.at(event.act, () => ({
        operation: event.operationName,
        count: 0,
        actors: new Set(),
        evidence: new EvidenceList(5),
        fresh: context.terms.age('operation', '', event.act, event.time) === 0,
        admin: adminNames.has(event.recordType),
      }))
      one.count++
      if (one.evidence.count < 5) one.evidence.add(event)
      if (one.actors.size < 3) one.actors.add(event.user)
    },
    finish() {
      const all = [...seen.values()]
      summary(
        newOperation,
        'first seen here',
        all.filter(one => one.fresh),
      )
      summary(
        rare,
        'by administrators, seen at most three times',
        all.filter(one => !one.fresh && one.admin && one.count <= 3 && one.actors.size <= 2),
      )
    },
  }
}

export const rareOperations: Rule[] = [
  {metas: [newOperation, rare], wants: {operations: [/./]}, actors: 'accounts', start: operations},
]
