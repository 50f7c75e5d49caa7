import {expect, test} from 'vitest'
import {mailHtml, mailText} from '../../src/report/mail-body.ts'
import {aFinding, aPublication, clean} from '../publish/builders.ts'

const enclosures = {attached: [], left: []}

test('an incident in plain text: what, when, who, what to do, then the details', () => {
  const text = mailText(
    aPublication({findings: [aFinding({next: ['Ask the owner by phone.', 'Remove the rule.']})]}),
    enclosures,
  )
  expect(text).toContain(`
INCIDENTS

1. [high] Mail of user 1 (a…@contoso…) is forwarded outside
   2026-10-03T08:15:00Z to 2026-10-03T08:31:00Z · user 1 (a…@contoso…), 203.0.113.0/24 · 38 records · confidence high
   T1114.003 Email Collection: Email Forwarding Rule
   Next steps:
   1) Ask the owner by phone.
   2) Remove the rule.
   Why it is unusual:
   - 0 in 90 days, now 38 in 16 min, from 203.0.113.0/24 by user 1 (a…@contoso…) to user 2 (m…@evil…). (mailbox-forwarding, high)
`)
  expect(text).not.toMatch(/&#|<[a-z]/)
})

test('notes of the run are told in text and HTML, bounded', () => {
  const notes = [
    'The certificate runs out in 24 days.',
    '3 rows were malformed and are kept.',
    ...Array.from({length: 20}, (_, i) => `n${i}`),
  ]
  for (const mail of [mailText(clean({notes}), enclosures), mailHtml(clean({notes}), enclosures)]) {
    expect(mail).toContain('The certificate runs out in 24 days.')
    expect(mail).toContain('3 rows were malformed and are kept.')
    expect(mail).toContain('and 7 more notes in summary.md')
    expect(mail).not.toContain('n19')
  }
  expect(mailText(clean(), enclosures)).not.toContain('NOTES')
})

test('says of each incident whether it occurred before, and of the month what is new, again and gone', () => {
  const publication = aPublication()
  const recurrence = [
    'Compared with 2 earlier months: 3 findings, 1 new, 2 again.',
    'Gone since September 2026: 4 findings.',
  ]
  const open = publication.incidents.open.map(incident => ({...incident, recurrence: 'again, 3rd month'}))
  const month = {...publication, recurrence, incidents: {...publication.incidents, open}}
  for (const form of [mailText, mailHtml]) {
    const text = form(month, {attached: [], left: []})
    for (const sentence of recurrence) expect(text).toContain(sentence)
    expect(text).toContain('confidence high · again, 3rd month')
    expect(form(publication, {attached: [], left: []})).not.toContain('again')
  }
})
