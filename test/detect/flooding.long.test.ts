/** Floods of more than any state of detection holds, of few actors and of many, hide no incident. */
import {describe, expect, test} from 'vitest'
import {severities} from '../../src/audit/severity.ts'
import {anyRecordsBy, detected, doneByOthers, incidents, month, planted, severityOfIncidents} from './floods.ts'

const alone = severityOfIncidents(detected(month))
const times = (number: number) => Array.from({length: number}, (_, at) => at)
/** Without the acts that make a month of their own by their number. */
const short = new Set(incidents.filter(({ids}) => ids.length <= 50).flatMap(({ids}) => ids))
const acts = planted.filter(([{Identity}]) => short.has(Identity))

describe('no incident is less grave', {timeout: 2_400_000}, () => {
  test.each([
    ['one account’s acts, before', () => times(60).flatMap(what => doneByOthers({by: 1, what, shift: -60_000 * what}))],
    ['one account’s acts, after', () => times(60).flatMap(what => doneByOthers({by: 1, what, shift: 60_000 * what}))],
    [
      'few acts of thousands of accounts, before',
      () => times(2_500).flatMap(by => doneByOthers({by, what: by, shift: -1000 * by}, acts)),
    ],
    [
      'few acts of thousands of accounts, after',
      () => times(2_500).flatMap(by => doneByOthers({by, what: by, shift: 1000 * by}, acts)),
    ],
    ['anything, by many', () => anyRecordsBy(15_000, 60_000, 23)],
    ['anything, by few', () => anyRecordsBy(3, 60_000, 29)],
  ])('among %s', (_name, flood) => {
    const crowded = severityOfIncidents(detected([...month, ...flood()]))
    for (const [name, before] of Object.entries(alone)) {
      const now = crowded[name]
      const isAsGrave = before === undefined || (now && severities.indexOf(now) <= severities.indexOf(before))
      expect(isAsGrave, `${name}: ${before}, then ${now}`).toBe(true)
    }
  })
})
