/** The auditor's statement: what stands in it for every month, and what does not leave the folder. */
import {describe, expect, test} from 'vitest'
import type {Manifest} from '../../src/report/manifest.ts'
import {reviewState} from '../../src/review/review-state.ts'
import {controls} from '../../src/statement/controls.ts'
import {statementMarkdown, statementPage} from '../../src/statement/render.ts'
import {type StatementFacts, statementOf} from '../../src/statement/statement.ts'
import {aManifest} from '../evidence.ts'

const sha256 = 'a'.repeat(64)
const facts = (manifest: Partial<Manifest> = {}, more: Partial<StatementFacts> = {}): StatementFacts => ({
  manifest: {...aManifest(), ...manifest},
  sha256,
  disclose: 'masked',
  ...more,
})
const textOf = (given: StatementFacts) => statementMarkdown(statementOf(given))

describe('the statement', () => {
  test('names period, tenant, hashes and the program, and says that it was not reviewed or archived', () => {
    const {period, tenant, tool} = aManifest()
    const text = textOf(facts())
    for (const words of [
      period.start,
      period.end,
      tenant,
      sha256,
      tool.version,
      'not been reviewed',
      'no archive is known',
    ])
      expect(text).toContain(words)
  })

  test('names each control with what it does not cover', () => {
    const text = textOf(facts())
    for (const name of ['ISO/IEC 27001', 'SOC 2', 'NIS2', 'PCI DSS', 'HIPAA', 'CMMC', 'DORA', 'CIS Microsoft 365'])
      expect(text).toContain(name)
    for (const {not, evidence, files} of controls) expect([not, evidence, files]).not.toContain('')
  })

  test('tells an incomplete month by its gaps, and a provisional one from a complete one', () => {
    const gap = {...aManifest().windows[0], start: '2026-10-03T00:00:00Z', end: '2026-10-03T06:00:00Z', status: 'gap'}
    const windows = [{...gap, reason: {code: 'EXCHANGE_UNAVAILABLE', message: 'x'}}] as Manifest['windows']
    const text = textOf(facts({status: 'incomplete', reasons: ['Not proven: some hours.'], windows}))
    expect(text).toContain('EXCHANGE_UNAVAILABLE')
    expect(text).toContain('could not be verified')
    expect(textOf(facts({status: 'provisional'}))).toContain('late records may still arrive')
  })

  test('says in plain words what was measured, and that nothing was where nothing was', () => {
    const estimate = {
      windows: 4,
      differed: 0,
      first: 1000,
      second: 1000,
      both: 1000,
      once: 0,
      rate: {missed: 0, most: 0.003},
    }
    expect(textOf(facts({estimate}))).toContain('at most 0.30 % of the records')
    expect(textOf(facts({estimate: {...estimate, windows: 0}}))).toContain('is unknown')
  })

  test('says who reviewed it, with which outcome, and keeps their words in the file', () => {
    const manifest = {...aManifest(), incidents: [{id: 'I-1', severity: 'high' as const}]}
    const common = {by: 'ines', permission: 'write', manifest: sha256} as const
    const first = reviewState({manifest, sha256}, {reviewers: 1, independent: false}, []).file
    const said = [
      {
        ...common,
        id: 'comment:1/001',
        at: '2026-11-03T00:00:00Z',
        command: 'incident',
        incident: 'I-1',
        disposition: 'followed-up',
        text: 'Anna was told',
        content: first.content,
      },
      {
        ...common,
        id: 'comment:1/002',
        at: '2026-11-03T00:00:00Z',
        command: 'reviewed',
        text: 'Asked Anna',
        content: first.content,
      },
    ] as const
    const review = reviewState({manifest, sha256, ranBy: 'jo'}, {reviewers: 1, independent: true}, said).file
    const masked = textOf(facts(manifest, {review}))
    expect(masked).toContain('It was reviewed by ines.')
    expect(masked).toContain('| I-1 | high | followed-up | ines on 2026-11-03 | in review.json |')
    expect(masked).toContain('run by jo')
    expect(masked).not.toContain('Anna')
    expect(textOf(facts(manifest, {review, disclose: 'full'}))).toContain('Asked Anna')
  })

  test('shows filters that name people by their number, unless names are shown in full', () => {
    const filters = {...aManifest().filters, users: ['anna@contoso.example'], operations: ['New-InboxRule']}
    expect(textOf(facts({filters}))).not.toContain('anna')
    expect(textOf(facts({filters}))).toContain('New-InboxRule')
    expect(textOf(facts({filters}))).toContain('not the whole population')
    expect(textOf(facts({filters}, {disclose: 'full'}))).toContain('anna')
  })

  test('says until when an archive keeps it, and that none does where no policy is set', () => {
    const place = 'https://fabrikam.blob.core.windows.net/audit/2026-10'
    expect(textOf(facts({}, {archive: {place, lock: 'It can’t be changed or deleted before 2033-11-01.'}}))).toContain(
      'before 2033-11-01',
    )
    expect(
      textOf(facts({}, {archive: {place, lock: 'No policy keeps it from being deleted by who may do so.'}})),
    ).toContain('No policy keeps it')
  })

  test('is the same in both forms, and hostile words stay words', () => {
    const hostile = '<script>alert(1)</script>| [x](https://evil.example)'
    const statement = statementOf(facts({client: hostile}))
    const page = statementPage(statement)
    expect(page).not.toContain('<script>')
    expect(statementMarkdown(statement)).not.toContain('[x](')
    for (const {title} of statement.sections) expect(page).toContain(`<h2>${title}</h2>`)
  })
})
