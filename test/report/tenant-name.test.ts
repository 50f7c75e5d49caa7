/** The name of a tenant in a file of tenants: in titles and subjects, and in the issue for the runs that come after. */
import {expect, test} from 'vitest'
import {disclosing} from '../../src/report/disclose.ts'
import {issueBody, issueTitle, markerText, readMarker} from '../../src/report/issue-body.ts'
import {mailSubject} from '../../src/report/mail-subject.ts'
import {reportPage} from '../../src/report/page.ts'
import {summarySections} from '../../src/report/summary.ts'
import {aPublication} from '../publish/builders.ts'
import {sampleMonth} from './sample-month.ts'

const marker = {tenant: 'x', period: '2026-10', status: 'complete', incidents: [], told: '', mailed: ''}

test('stands in the issue’s title and text, in the mail’s subject, in the summary and on the page', () => {
  const named = {...aPublication(), tenantName: 'contoso'}
  expect(issueTitle(named)).toMatch(/\(contoso\)$/)
  expect(issueBody(named, marker)).toContain(`tenant contoso (${named.tenant})`)
  expect(mailSubject(named)).toMatch(/\(contoso\)$/)
  const month = {...sampleMonth({size: 200}), tenantName: 'contoso'}
  for (const disclose of ['counts', 'masked', 'full'] as const)
    expect(summarySections(month, disclose)[0]).toContain('tenant contoso (')
  expect(reportPage(month, disclosing('full'))).toContain('Tenant contoso (')
})

test('without a file of tenants nothing is added', () => {
  expect(issueTitle(aPublication())).toMatch(/\(tenant [\w-]{8}…\)$/)
  expect(mailSubject(aPublication())).not.toContain('(contoso)')
})

test('is taken from an issue only where it is a name', () => {
  expect(readMarker(markerText({...marker, tenantName: 'contoso'}))?.tenantName).toBe('contoso')
  for (const tenantName of ['../x', '<period>', 'a b', 'x'.repeat(41)])
    expect(readMarker(markerText({...marker, tenantName}))?.tenantName).toBeUndefined()
})
