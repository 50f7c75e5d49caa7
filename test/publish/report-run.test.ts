import {describe, expect, test} from 'vitest'
import {choosePeriod} from '../../src/audit/period.ts'
import {reportProof} from '../../src/publish/report-proof.ts'
import {reportFailure, reportMistakes, reportOutcome, reportSkipped} from '../../src/publish/report-run.ts'
import {uploadEvidence} from '../../src/publish/upload.ts'
import {Failure} from '../../src/wire/failure.ts'
import {aGap, at, hour, tenantId} from '../builders.ts'
import {aManifest, october} from '../evidence.ts'
import {aListener, type Listener} from '../listener.ts'

const chosen = choosePeriod({kind: 'month', month: '2026-10'}, 'UTC', at('2026-11-01'))
if ('mistake' in chosen) throw new Error(chosen.mistake)
const period = chosen.ok

const failure = new Failure({
  code: 'ARTIFACT_QUOTA',
  message: 'No room.',
  remedy: 'Delete some.',
  evidence: {HTTP: '507'},
})

const names = [
  'status',
  'period',
  'start',
  'end',
  'records',
  'findings',
  'incidents',
  'highest-severity',
  'directory',
  'manifest',
  'artifact-id',
  'artifact-url',
  'artifact-digest',
  'issue-url',
  'matrix',
]

type Outcome = Parameters<typeof reportOutcome>[1]

async function told(
  more: Partial<Outcome> = {},
  failOn: readonly string[] = ['incomplete'],
  facts: Partial<Outcome['facts']> = {},
): Promise<Listener> {
  const host = aListener()
  const outcome = {
    status: 'complete',
    reasons: [],
    sections: ['# One', '## Two'],
    published: [],
    unsigned: [],
    unmatched: [],
    ...more,
    facts: {records: 12, gaps: [], period, ...facts},
  } as unknown as Outcome
  await reportOutcome({host, failOn, directory: 'm365-audit', period}, outcome)
  return host
}

describe('an outcome', () => {
  test('sets every output', async () => {
    const artifact = {id: '7', url: 'https://github.test/7', digest: 'abc'}
    const host = await told({artifact})
    expect(Object.keys(host.outputs)).toEqual(expect.arrayContaining(names))
    expect(host.outputs).toMatchObject({
      status: 'complete',
      period: '2026-10',
      start: '2026-10-01T00:00:00Z',
      end: '2026-11-01T00:00:00Z',
      records: '12',
      directory: 'm365-audit',
      manifest: 'm365-audit/manifest.json',
      'artifact-id': '7',
      'artifact-url': 'https://github.test/7',
      'artifact-digest': 'abc',
    })
    expect(host.failures).toEqual([])
    expect(host.summaries.join()).toContain('# One')
    expect(host.summaries.join()).toContain('https://github.test/7')
  })

  test.each([
    ['complete', ['incomplete', 'provisional'], false],
    ['provisional', ['incomplete'], false],
    ['provisional', ['incomplete', 'provisional'], true],
    ['incomplete', ['incomplete'], true],
    ['incomplete', [], false],
  ] as const)('that is %s fails the step where fail-on is %j: %s', async (status, failOn, fails) => {
    const host = await told({status, reasons: ['For a reason.']}, failOn)
    expect(host.failures).toHaveLength(fails ? 1 : 0)
    if (fails) expect(host.failures[0]).toContain('For a reason.')
    expect(host.outputs.status).toBe(status)
  })

  test('names its gaps, the first eight as annotations', async () => {
    const gaps = Array.from({length: 10}, (_, index) =>
      aGap({start: october.start + 2 * index * hour, end: october.start + (2 * index + 1) * hour}),
    )
    const host = await told({status: 'incomplete', reasons: gaps.map(() => 'x')}, [], {gaps})
    expect(host.warnings).toHaveLength(9)
    expect(host.warnings[0]).toContain(
      '2026-10-01T00:00:00Z to 2026-10-01T01:00:00Z: Exchange is away. [EXCHANGE_UNAVAILABLE]',
    )
    expect(host.warnings[8]).toContain('2 more gaps')
  })

  test('that could not be uploaded fails the step, and says that the folder is whole', async () => {
    const host = await told({uploadFailure: failure}, [])
    expect(host.failures).toEqual([
      'Export written to m365-audit; uploading the artifact failed: No room. [ARTIFACT_QUOTA; HTTP 507] Delete some.',
    ])
    expect(host.outputs).toMatchObject({status: 'complete', 'artifact-id': ''})
  })

  test('of which only a small artifact could not be uploaded names the evidence’s, and warns', async () => {
    const artifact = {id: '7', url: 'https://github.test/7', digest: 'abc'}
    const smallFailures = [{name: 'a-baseline', loss: 'Next month has no baseline.', failure}]
    const host = await told({artifact, smallFailures}, ['incomplete'])
    expect(host.outputs).toMatchObject({'artifact-id': '7', 'artifact-url': artifact.url, 'artifact-digest': 'abc'})
    expect(host.warnings).toEqual([
      'The export was uploaded, but the artifact a-baseline was not. Next month has no baseline. No room. [ARTIFACT_QUOTA; HTTP 507] Delete some.',
    ])
    expect(host.failures).toEqual([])
  })

  test('shows at most what GitHub shows', async () => {
    const host = await told({sections: ['# One', 'x'.repeat(2 << 20), 'last']})
    expect(Buffer.byteLength(host.summaries.join())).toBeLessThan(1 << 20)
    expect(host.summaries.join()).toContain('2 sections are left out')
  })
})

describe('every end sets every output', () => {
  test('a run that does nothing', () => {
    const host = aListener()
    reportSkipped({host, failOn: [], directory: 'd'}, 'Not today.')
    expect(Object.keys(host.outputs)).toEqual(expect.arrayContaining(names))
    expect(host).toMatchObject({
      outputs: {status: 'skipped', records: '0', directory: ''},
      notices: ['Not today.'],
      failures: [],
    })
  })

  test('a failure', () => {
    const host = aListener()
    reportFailure({host, failOn: [], directory: 'd', period}, failure)
    expect(Object.keys(host.outputs)).toEqual(expect.arrayContaining(names))
    expect(host.outputs).toMatchObject({status: 'failed', period: '2026-10', manifest: ''})
    expect(host.failures).toEqual(['No room. [ARTIFACT_QUOTA; HTTP 507] Delete some.'])
  })

  test('mistakes in the inputs, all at once', () => {
    const host = aListener()
    reportMistakes(host, [failure, failure])
    expect(Object.keys(host.outputs)).toEqual(expect.arrayContaining(names))
    expect(host.outputs.status).toBe('failed')
    expect(host.errors).toHaveLength(2)
    expect(host.failures).toEqual(['2 inputs are wrong; see the errors above.'])
  })

  test('a proof', () => {
    const host = aListener()
    const manifest = {...aManifest(), status: 'incomplete' as const, reasons: ['A gap.']}
    reportProof(host, {directory: 'd'}, {faults: [], manifest, records: 12})
    expect(Object.keys(host.outputs)).toEqual(expect.arrayContaining(names))
    expect(host.outputs).toMatchObject({
      status: 'incomplete',
      records: '12',
      period: '2026-10',
      manifest: 'd/manifest.json',
    })
    expect(host.failures).toEqual([])
    expect(host.lines.join()).toContain('A gap.')
  })

  test('a folder with faults', () => {
    const host = aListener()
    reportProof(host, {directory: 'd'}, {faults: ['One.', 'Two.'], manifest: aManifest(), records: 12})
    expect(host.outputs.status).toBe('failed')
    expect(host.errors).toEqual(['One.', 'Two.'])
    expect(host.failures[0]).toContain('2 faults')
  })
})

describe('the artifact', () => {
  const names = ['a.csv', 'baseline.json.gz', 'manifest.json']
  const evidence = {folder: '/w/m365-audit', names, period, tenant: tenantId, comparable: true}
  const settings = {upload: 'asked' as const, artifactName: 'm365-audit-<tenant>-<period>', retentionDays: 30}
  const uploaded = {id: '7', url: '', digest: 'abc'}

  test('is named by tenant and period', async () => {
    const host = aListener({}, async () => uploaded)
    expect(await uploadEvidence(settings, host, evidence)).toEqual({artifact: uploaded})
    expect(host.uploads).toEqual([
      {
        name: `m365-audit-${tenantId}-2026-10`,
        root: '/w/m365-audit',
        files: names.map(name => `/w/m365-audit/${name}`),
        retentionDays: 30,
      },
      {
        name: `m365-audit-${tenantId}-2026-10-baseline`,
        root: '/w/m365-audit',
        files: ['/w/m365-audit/baseline.json.gz', '/w/m365-audit/manifest.json'],
        retentionDays: 30,
      },
    ])
  })

  test('is not made where it is not wanted, or can’t be', async () => {
    expect(
      await uploadEvidence(
        {...settings, upload: 'off'},
        aListener({}, async () => uploaded),
        evidence,
      ),
    ).toEqual({})
    expect(await uploadEvidence({...settings, upload: 'default'}, aListener(), evidence)).toEqual({})
  })

  test.each(
    [[], ['baseline'], ['state'], ['baseline', 'state']].flatMap(failing =>
      [true, false].map(both => ({failing, both})),
    ),
  )('is kept where $failing fail, and both small ones are tried ($both)', async ({failing, both}) => {
    const host = aListener({}, async ({name}) => {
      if (failing.some(end => name.endsWith(`-${end}`))) throw failure
      return name.endsWith('-2026-10') ? uploaded : {...uploaded, id: '8'}
    })
    const state = both ? ['state.json.age'] : []
    const kept = await uploadEvidence(settings, host, {...evidence, state})
    const tried = both ? ['baseline', 'state'] : ['baseline']
    expect(host.uploads.map(({name}) => name)).toEqual([
      `m365-audit-${tenantId}-2026-10`,
      ...tried.map(end => `m365-audit-${tenantId}-2026-10-${end}`),
    ])
    const lost = tried.filter(end => failing.includes(end))
    expect(kept).toMatchObject({artifact: uploaded})
    expect(kept.uploadFailure).toBeUndefined()
    expect((kept.smallFailures ?? []).map(({name}) => name)).toEqual(
      lost.map(end => `m365-audit-${tenantId}-2026-10-${end}`),
    )
    for (const one of kept.smallFailures ?? []) expect(one.failure).toBe(failure)
  })

  test('that fails harms nothing else', async () => {
    const host = aListener({}, async () => {
      throw failure
    })
    expect(await uploadEvidence(settings, host, evidence)).toEqual({uploadFailure: failure})
  })
})
