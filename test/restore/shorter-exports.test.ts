import fc from 'fast-check'
import {expect, test} from 'vitest'
import {artifactName, baselineName, stateName} from '../../src/publish/upload.ts'
import {shorterLabels, shorterTemplate} from '../../src/restore/shorter-exports.ts'
import {guid} from '../builders.ts'

const tenant = guid(1)
const piece = fc.constantFrom('audit', 'm365', '-', '.', '+', '(x)', '[a]', '$', '^', '<tenant>')
const template = fc
  .tuple(fc.array(piece, {maxLength: 4}), fc.boolean(), fc.array(piece, {maxLength: 3}))
  .map(([before, hasPeriod, after]) => `${before.join('')}${hasPeriod ? '<period>' : ''}${after.join('')}`)
  .filter(text => text !== '')
const label = fc.constantFrom('2026-10-06', '2026-W41', '20261006T000000Z-20261009T123000Z')
const ending = fc.constantFrom('', baselineName(''), stateName(''))

test('a name says the period that it was made of, and no other name does', () => {
  fc.assert(
    fc.property(template, label, ending, (given, period, end) => {
      const name = `${artifactName(shorterTemplate(given), tenant, period)}${end}`
      expect(shorterLabels(given, tenant, end)(name)).toBe(period)
      if (given.includes('<tenant>')) expect(shorterLabels(given, guid(2), end)(name)).toBeUndefined()
      expect(shorterLabels(given, tenant, end)(`${name}x`)).toBeUndefined()
      const ofMonth = `${artifactName(shorterTemplate(given), tenant, '2026-10')}${end}`
      expect(shorterLabels(given, tenant, end)(ofMonth)).toBeUndefined()
    }),
  )
})

test.each(['2026-13-01', '2026-W54', '2026-02-30', '20261006T000000Z-20261006T000000Z', 'latest', '2026-10-06-rerun'])(
  '%s is no period',
  period => expect(shorterLabels('audit-<period>', tenant, '')(`audit-${period}`)).toBeUndefined(),
)
