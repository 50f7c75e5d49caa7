/** Lines to copy: nothing that a record holds ends a string in them; they name the time, operations and ids of the evidence. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {incidentsOf} from '../../src/report/finding.ts'
import {investigationOf, kqlText, psText} from '../../src/report/investigation.ts'
import {aFinding, detected, sampleFindings} from './sample-month.ts'

const tenant = '11111111-2222-3333-4444-555555555555'
const texts = fc.string({
  unit: fc.constantFrom(...'ab"\'\\‘’‚‛“\n\r\u2028\u0000\u202e|$`({', '😀', '\u{e0041}'),
  maxLength: 30,
})

test('a text of KQL ends where it should', () => {
  fc.assert(
    fc.property(texts, text => {
      const literal = kqlText(text)
      expect(literal).toMatch(/^"(?:[^"\\\n\r\u2028]|\\["\\]|\\u[\da-f]{4})*"$/)
      expect(JSON.parse(literal)).toBe(text)
    }),
    {seed: 5},
  )
})

test('a text of PowerShell ends where it should', () => {
  fc.assert(
    fc.property(texts, text => {
      const literal = psText(text)
      // All quotes come in pairs of one kind; PowerShell reads a pair as one.
      expect(literal).toMatch(/^'(?:[^'‘’‚‛\n\r]|''|‘‘|’’|‚‚|‛‛)*'$/)
      const read = literal.slice(1, -1).replace(/(['‘’‚‛])\1/g, '$1')
      expect(read).toBe(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '))
    }),
    {seed: 5},
  )
})

const [incident] = incidentsOf(detected(sampleFindings())).open

test('the PowerShell call is the narrowest that holds the evidence', () => {
  if (!incident) throw new Error('no incident')
  expect(investigationOf(incident, tenant).powershell).toBe(
    "Search-UnifiedAuditLog -StartDate '2026-10-13T21:02:03Z' -EndDate '2026-10-13T21:44:11Z' -Operations 'UserLoginFailed','UserLoggedIn','New-InboxRule' -UserIds 'anna.berg@contoso.com' -ResultSize 5000 |\n" +
      "  Where-Object Identity -In @('6f1c2a0e-0002-4000-8000-000000000002', '6f1c2a0e-0002-4000-8000-000000000009', '6f1c2a0e-0002-4000-8000-000000000017', '6f1c2a0e-0002-4000-8000-000000000024', '6f1c2a0e-0002-4000-8000-000000000031', '6f1c2a0e-0001-4000-8000-000000000001')",
  )
})

test('KQL asks each table for what it holds', () => {
  if (!incident) throw new Error('no incident')
  const {defender, sentinel} = investigationOf(incident, tenant)
  expect(defender).toMatch(
    /^CloudAppEvents\n\| where Timestamp between \(datetime\(2026-10-13T21:01:03Z\) \.\. datetime\(2026-10-13T21:45:10Z\)\)/,
  )
  expect(defender).toContain('tostring(RawEventData.Id) in ("6f1c2a0e-0002-4000-8000-000000000002"')
  expect(sentinel).toContain('OfficeActivity')
  expect(sentinel).toContain('| where OfficeId in ("6f1c2a0e-0001-4000-8000-000000000001")')
  expect(sentinel).toContain('SigninLogs')
  expect(sentinel).not.toContain('AuditLogs')
})

test('without ids or accounts, the time and operations stay', () => {
  const evidence = [{id: '', time: '2026-10-13T21:44:10Z', operation: 'Add member to role.'}]
  const [lone] = incidentsOf(detected([aFinding({evidence, actors: []})])).open
  if (!lone) throw new Error('no incident')
  const {powershell, sentinel, links} = investigationOf(
    {...lone, applications: ['6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d']},
    tenant,
  )
  expect(powershell).toBe(
    "Search-UnifiedAuditLog -StartDate '2026-10-13T21:44:10Z' -EndDate '2026-10-13T21:44:11Z' -Operations 'Add member to role.' -ResultSize 5000",
  )
  expect(sentinel).toMatch(/^AuditLogs\n/)
  expect(links.map(({url}) => url)).toEqual([
    `https://entra.microsoft.com/${tenant}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/appId/6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d`,
    'https://purview.microsoft.com/audit/auditsearch',
    'https://security.microsoft.com/v2/advanced-hunting',
  ])
})
