import {expect, test} from 'vitest'
import {issueBody, type Marker, markerText, readMarker, withMarker} from '../../src/report/issue-body.ts'
import {aFinding, aPublication} from '../publish/builders.ts'

const marker: Marker = {tenant: 't', period: '2026-10', status: 'complete', incidents: ['a1'], told: 'x', mailed: ''}

test.for([
  {name: 'as it is', body: markerText(marker)},
  {name: 'after what somebody wrote before it', body: `Mine: see below\r\n\r\n${markerText(marker)}\r\nrest`},
  {name: 'with an end of comment in a value', body: markerText({...marker, tenant: 't-->'}), tenant: 't-->'},
])('the marker is read $name', ({body, tenant}) => {
  expect(readMarker(body)).toEqual({...marker, tenant: tenant ?? 't'})
})

test.for([
  '',
  'text',
  '<!-- m365-audit-export -->',
  '<!-- m365-audit-export {"a": -->',
  '<!-- m365-audit-export 7 -->',
])('there is none in “%s”', body => {
  expect(readMarker(body)).toBeUndefined()
})

test('another marker changes nothing but itself', () => {
  const body = issueBody(aPublication(), marker)
  const changed = withMarker(body, {...marker, mailed: 'm'})
  expect(readMarker(changed)?.mailed).toBe('m')
  expect(changed.split('\n').slice(1)).toEqual(body.split('\n').slice(1))
})

test('a thousand incidents and reasons fit, by whole sections', () => {
  const findings = Array.from({length: 1000}, (_, index) =>
    aFinding({
      id: `${index}`,
      why: 'w'.repeat(5000),
      next: Array.from({length: 5}, (_none, step) => `${step}${'n'.repeat(900)}`),
    }),
  )
  const reasons = Array.from({length: 1000}, () => 'r'.repeat(5000))
  const body = issueBody(aPublication({findings, reasons, disclose: 'full'}), {
    ...marker,
    incidents: Array(500).fill('0123456789'),
  })
  expect(body.length).toBeLessThan(60_000)
  expect(body).toContain('1,000 incidents (1,000 high)')
  expect(body).toContain('and 995 more reasons')
  expect(body).toContain('sections are left out')
})
