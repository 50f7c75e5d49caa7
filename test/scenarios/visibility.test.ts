/** Unknown means no: a month whose repository may be public is read, kept on the runner, and not uploaded. */
import {generateX25519Identity, identityToRecipient} from 'age-encryption'
import {afterAll, describe, expect, test} from 'vitest'
import type {RunFacts} from '../../src/host/host.ts'
import {cleanUp} from '../runner.ts'
import {exportMonth, type MonthOptions, type MonthResult} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const start = Date.UTC(2026, 9, 6)
const records = smallTenant({from: start, to: start + 3_600_000, records: 20})
const facts = {repository: 'fabrikam/audit-archive', runId: '19283746', apiUrl: 'http://127.0.0.1/github'}
const inputs = {period: '2026-10-06T00:00:00Z/2026-10-06T01:00:00Z', 'github-token': 'ghs_simulated'}

type Answer = () => Response
const silences: [string, Answer][] = [
  [
    'no answer',
    () => {
      throw new TypeError('fetch failed')
    },
  ],
  ['401', () => new Response('{}', {status: 401})],
  ['403', () => new Response('{}', {status: 403})],
  ['404', () => new Response('{"message": "Not Found"}', {status: 404})],
  ['503', () => new Response('{}', {status: 503})],
  ['a page', () => new Response('<html>It works</html>')],
  ['nothing at all', () => new Response('')],
  ['nonsense', () => Response.json({private: 'yes', visibility: 7})],
  ['a visibility that nobody knows', () => Response.json({full_name: facts.repository, visibility: 'hidden'})],
  ['another repository', () => Response.json({full_name: 'fabrikam/other', private: true, visibility: 'private'})],
]

interface Case {
  facts?: Partial<RunFacts>
  inputs?: Record<string, string>
  /** What GitHub says of the repository, to each question; undefined asks the simulator. */
  answer?: (request: Request, question: number) => Response | undefined
  simulator?: MonthOptions['simulator']
}

async function exported(one: Case = {}): Promise<MonthResult> {
  let questions = 0
  return await exportMonth({
    simulator: {records, ...one.simulator},
    facts: {...facts, ...one.facts},
    inputs: {...inputs, ...one.inputs},
    intercept: request => {
      if (!/\/repos\/[^/]+\/[^/]+$/.test(request.url)) return undefined
      return one.answer?.(request, ++questions)
    },
  })
}

const failures = ({annotations}: MonthResult) =>
  annotations.filter(({level}) => level === 'fail').map(({message}) => message)

/** Read and kept, and the step fails with the way out. */
function expectKept(result: MonthResult): void {
  expect(result.outputs.status).toBe('complete')
  expect(result.folder?.rows).toHaveLength(records.length)
  expect(result.uploads).toEqual([])
  expect(failures(result).join()).toMatch(/VISIBILITY_UNKNOWN.*repository-visibility: private/)
  expect(result.folder?.manifest.visibility).toEqual({repository: 'unknown'})
}

describe('where GitHub answers the question for the visibility with', () => {
  test.each(silences)('%s, nothing is uploaded', async (_name, answer) => {
    expectKept(await exported({answer}))
  })

  test.each(silences)('%s, a payload that says private is believed', async (_name, answer) => {
    const result = await exported({answer, facts: {isPublic: false}})
    expect(result.uploads.length).toBeGreaterThan(0)
    expect(failures(result)).toEqual([])
    expect(result.folder?.manifest.visibility).toEqual({repository: 'private', by: 'event'})
  })

  test.each(silences)('%s, repository-visibility is believed, and stands in the manifest', async (_name, answer) => {
    const result = await exported({answer, inputs: {'repository-visibility': 'private'}})
    expect(result.uploads.length).toBeGreaterThan(0)
    expect(result.folder?.manifest.visibility).toEqual({repository: 'private', by: 'input'})
  })

  test.each(silences)('%s when it is asked again before the upload, nothing is uploaded', async (_name, answer) => {
    const result = await exported({answer: (_request, question) => (question === 1 ? undefined : answer())})
    expect(result.outputs.status).toBe('complete')
    expect(result.uploads).toEqual([])
    expect(failures(result).join()).toContain('VISIBILITY_UNKNOWN')
    expect(result.folder?.manifest.visibility).toEqual({repository: 'private', by: 'GitHub'})
  })
})

describe('“public” counts', () => {
  const open = {full_name: facts.repository, private: false, visibility: 'public'}

  test.each<[string, Case]>([
    ['from the event', {facts: {isPublic: true}}],
    ['from GitHub, though the event said private', {answer: () => Response.json(open), facts: {isPublic: false}}],
    [
      'from GitHub without a token, where the token is refused',
      {
        answer: request =>
          request.headers.has('authorization') ? new Response('{}', {status: 403}) : Response.json(open),
      },
    ],
    [
      'from GitHub, whatever the inputs assert',
      {answer: () => Response.json(open), inputs: {'repository-visibility': 'private'}},
    ],
  ])('%s: nothing is read', async (_name, one) => {
    const result = await exported(one)
    expect(failures(result).join()).toContain('REPOSITORY_PUBLIC')
    expect(result.simulator.counters.searches).toBe(0)
    expect(result.uploads).toEqual([])
  })

  test('when the repository becomes public while the month is read: nothing is uploaded', async () => {
    const result = await exported({
      answer: (_request, question) => (question === 1 ? undefined : Response.json(open)),
    })
    expect(result.outputs.status).toBe('complete')
    expect(failures(result).join()).toContain('REPOSITORY_BECAME_PUBLIC')
    expect(result.uploads).toEqual([])
  })
})

describe('while the visibility is unknown', () => {
  const answer = () => new Response('{}', {status: 503})

  test('encrypted files are uploaded, and plain ones where that is allowed', async () => {
    const recipient = await identityToRecipient(await generateX25519Identity())
    for (const way of [{'encrypt-to': recipient}, {'allow-public': 'true'}]) {
      const result = await exported({answer, inputs: way})
      expect(result.uploads.length).toBeGreaterThan(0)
      expect(failures(result)).toEqual([])
    }
  })

  test('pseudonyms do not make an export fit for everybody', async () => {
    const result = await exported({answer, inputs: {'pseudonym-key': 'a key of the tests, and of nothing else'}})
    expect(result.uploads).toEqual([])
    expect(failures(result)).not.toEqual([])
  })
})

test('outside of GitHub Actions nothing is uploaded unless it is asked for', async () => {
  const outside = {isGitHubActions: false}
  expect((await exported({facts: outside})).uploads).toEqual([])
  expect((await exported({facts: outside, inputs: {upload: 'true'}})).uploads.length).toBeGreaterThan(0)
})
