/** A sum of findings names each account once, with all its findings and records counted. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {EvidenceList} from '../../src/detect/evidence-list.ts'
import {type AccountPart, summedAccounts} from '../../src/detect/summed-accounts.ts'

let number = 0
const evidenceOf = (records: number) =>
  EvidenceList.of(...Array.from({length: records}, () => ({id: `r${++number}`, time: number, operation: 'x'})))
const part = fc.record({actor: fc.constantFrom('', 'ann', 'bo', 'eve'), records: fc.integer({min: 1, max: 12})}).map(
  ({actor, records}): AccountPart => ({
    actors: actor === '' ? [] : [actor],
    ...{addresses: ['192.0.2.1'], applications: [], objects: [`object ${records}`]},
    evidence: evidenceOf(records),
  }),
)

test('however the findings are summed up, in one step or in several', () => {
  fc.assert(
    fc.property(fc.array(part, {minLength: 1, maxLength: 30}), fc.nat(29), (parts, at) => {
      const sumOf = (some: readonly AccountPart[]): AccountPart => ({
        ...{actors: [], addresses: [], applications: [], objects: [], evidence: new EvidenceList()},
        accounts: summedAccounts(some),
      })
      const [first, second] = [parts.slice(0, at), parts.slice(at)]
      for (const accounts of [summedAccounts(parts), summedAccounts([sumOf(first), sumOf(second)])]) {
        expect(accounts.map(({actor}) => actor)).toEqual(
          [...new Set(parts.map(({actors: [actor = '192.0.2.1']}) => actor))].sort((a, b) => (a < b ? -1 : 1)),
        )
        for (const {actor, findings, evidence} of accounts) {
          const own = parts.filter(one => (one.actors[0] ?? '192.0.2.1') === actor)
          expect(findings).toBe(own.length)
          expect(evidence.count).toBe(own.reduce((sum, one) => sum + one.evidence.count, 0))
          expect(evidence.records().length).toBeLessThanOrEqual(5)
        }
      }
    }),
  )
})
