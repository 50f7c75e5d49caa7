import {describe, expect, test} from 'vitest'
import {aSignIn, at, detectionOf, minute, period} from './build.ts'
import {office} from './office.ts'

const gravest = (result: ReturnType<typeof detectionOf>) =>
  result.findings.map(({severity, rule, title}) => `${severity} ${rule} ${title}`)

describe('a month at work', () => {
  const records = office(1, 100, period)

  test('is quiet', () => {
    const result = detectionOf(records, {minimumSeverity: 'low', tenantSizeHint: 0})
    expect(gravest(result).filter(line => !line.startsWith('low'))).toEqual([])
    expect(result.counts.low).toBeLessThanOrEqual(8)
  })

  test('hides no guesser that gets in', () => {
    const stranger = '203.0.113.66'
    const attack = Array.from({length: 12}, (_, i) =>
      aSignIn({user: `person${i}@contoso.example`, ip: stranger, error: '50126', time: at(14, '02:00') + i * minute}),
    )
    attack.push(aSignIn({user: 'person7@contoso.example', ip: stranger, time: at(14, '02:20')}))
    const {incidents} = detectionOf([...records, ...attack], {minimumSeverity: 'medium', tenantSizeHint: 0})
    expect(incidents.map(({severity, actors}) => [severity, actors])).toEqual([['high', ['person7@contoso.example']]])
  })
})
