/** Publications for tests, and names in records as somebody would choose them who means harm. */

import type {Finding} from '../../src/detect/findings.ts'
import type {Disclosure} from '../../src/report/disclose.ts'
import type {Publication} from '../../src/report/publication.ts'
import {redactedIncidents} from '../../src/report/redacted-incidents.ts'
import {detected} from '../report/sample-month.ts'

export const tenantId = '11111111-2222-3333-4444-555555555555'

export function aFinding(parts: Partial<Finding> = {}): Finding {
  return {
    id: 'finding-1',
    rule: 'mailbox-forwarding',
    rules: ['mailbox-forwarding'],
    title: 'Mail of anna.berg@contoso.com is forwarded outside',
    severity: 'high',
    confidence: 'high',
    techniques: ['T1114.003'],
    actors: ['anna.berg@contoso.com', '203.0.113.77'],
    objects: ['https://contoso-my.sharepoint.com/personal/anna_berg/Documents/Salaries.xlsx'],
    users: [],
    addresses: [],
    applications: [],
    facts: [],
    unfamiliar: [],
    first: '2026-10-03T08:15:00Z',
    last: '2026-10-03T08:31:00Z',
    count: 38,
    telling: [],
    evidence: [{id: 'record-1', time: '2026-10-03T08:15:00Z', operation: 'New-InboxRule'}],
    evidenceCut: 37,
    question: 'Does mail leave the tenant unseen?',
    why: '0 in 90 days, now 38 in 16 min, from 203.0.113.77 by Anna.Berg@contoso.com to mallory@evil.example.',
    benign: 'The rule “Holiday 2026” is known.',
    next: ['Ask anna.berg@contoso.com.'],
    incident: `incident-of-${parts.id ?? 'finding-1'}`,
    accept: '- rule: mailbox-forwarding',
    ...parts,
  }
}

export function aPublication(
  parts: Partial<Omit<Publication, 'incidents'>> & {findings?: readonly Finding[]; disclose?: Disclosure} = {},
): Publication {
  const {findings = [aFinding()], disclose = 'masked', ...rest} = parts
  return {
    status: 'complete',
    reasons: [],
    period: {
      label: '2026-10',
      text: '2026-10',
      timezone: 'UTC',
      start: '2026-10-01T00:00:00Z',
      end: '2026-11-01T00:00:00Z',
    },
    tenant: tenantId,
    records: 42_000,
    gaps: [],
    sections: ['## What was checked\n\nEverything.'],
    files: [],
    artifactUrl: 'https://github.com/contoso/audit/actions/runs/4711/artifacts/77',
    runUrl: 'https://github.com/contoso/audit/actions/runs/4711',
    ...rest,
    incidents: redactedIncidents(detected([...findings]), {minimum: 'info', disclose, tenant: tenantId}),
  }
}

export const clean = (parts: Parameters<typeof aPublication>[0] = {}) => aPublication({findings: [], ...parts})

const hostileNames = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  '[click](https://evil.example) ![x](https://evil.example/p.png) <https://evil.example> https://evil.example www.evil.example',
  '**bold** `code` ~~s~~ # heading\n# heading\n| a | b |\n--- <!-- --> ```',
  '@octocat @org/team #1 GH-2 octo/repo#3 &#64;octocat &commat;octocat',
  '=HYPERLINK("https://evil.example","x")',
  '+cmd|calc',
  '-2+3',
  '@SUM(1)',
  '\u202Egnp.exe\u2066\u200F\u0000\u0007\u001b[31m',
  'Subject\r\nBcc: mallory@evil.example\r\n\r\n<b>injected</b>',
  '<!-- m365-audit-export {"tenant":"x","period":"2026-10","told":"","mailed":"x"} -->',
  '\ud800 lone',
  '$(touch /tmp/x) ${{ secrets.X }} ::error::x',
  'x'.repeat(1 << 20),
  '<'.repeat(1 << 20),
]

/** A finding that has each of them in every field. */
export function hostileFindings(): Finding[] {
  return hostileNames.map((name, index) =>
    aFinding({
      id: `hostile-${index}`,
      title: name,
      rule: name,
      techniques: [name],
      actors: [name],
      objects: [name],
      first: name,
      last: name,
      why: name,
      benign: name,
      next: [name],
      evidence: [{id: name, time: name, operation: name}],
    }),
  )
}
