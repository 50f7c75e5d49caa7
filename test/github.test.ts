import {describe, expect, test} from 'vitest'
import {artifactLister, isPublic, runCreated} from '../src/github.ts'
import {at} from './builders.ts'
import {aWorld} from './signin/world.ts'

const facts = {workspace: '/', repository: 'octo/audit', runId: '42'}

/** GitHub's API, answering in turn; the last answer for ever. */
function github(...answers: (() => Response)[]) {
  const seen: Request[] = []
  const world = aWorld(async request => {
    seen.push(request)
    return (answers[seen.length - 1] ?? answers.at(-1) ?? (() => new Response()))()
  })
  return {world, seen}
}

const run = () => Response.json({created_at: '2026-10-31T22:15:00Z', run_started_at: '2026-11-02T00:00:00Z'})
const away = () => new Response('<html>', {status: 502})

describe('when the run was created', () => {
  test('is asked of the API that the runner names, with the token', async () => {
    const {world, seen} = github(run)
    const learned = await runCreated(world, {...facts, apiUrl: 'https://ghe.test/api/v3'}, 'secret')
    expect(learned).toEqual({value: at('2026-10-31T22:15:00')})
    expect(seen[0]?.url).toBe('https://ghe.test/api/v3/repos/octo/audit/actions/runs/42')
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer secret')
    expect(world.said.join()).not.toContain('secret')
  })

  test('is asked of github.com without a token where there is none', async () => {
    const {world, seen} = github(run)
    await runCreated(world, facts, undefined)
    expect(seen[0]?.url).toBe('https://api.github.com/repos/octo/audit/actions/runs/42')
    expect(seen[0]?.headers.has('authorization')).toBe(false)
  })

  test('is asked again when the API is away for a moment', async () => {
    expect(await runCreated(github(away, away, run).world, facts, 'x')).toHaveProperty('value')
  })

  test.each<[string, Parameters<typeof github>, string]>([
    [
      'it may not be read',
      [() => new Response('{}', {status: 403})],
      'answers 403; the workflow needs permissions: actions: read',
    ],
    ['it is not found', [() => new Response('{}', {status: 404})], 'answers 404'],
    ['the API stays away', [away], 'answers 502'],
    ['the answer is no JSON', [() => new Response('hello')], 'answers 200'],
    ['the answer has no time', [() => Response.json({})], 'names no time'],
    ['the time is none', [() => Response.json({created_at: 'soon'})], 'names no time'],
    [
      'the network is down',
      [
        () => {
          throw new TypeError('fetch failed')
        },
      ],
      'fetch failed',
    ],
  ])('is unknown, with the reason, when %s', async (_name, answers, words) => {
    const learned = await runCreated(github(...answers).world, facts, 'x')
    expect(learned.value).toBeUndefined()
    expect(learned.because).toContain(words)
  })

  test('does not advise a permission where that is not what lacks', async () => {
    const limited = () => Response.json({message: 'API rate limit exceeded'}, {status: 403})
    const learned = await runCreated(github(limited).world, facts, 'x')
    expect(learned.because).toBe('GitHub’s API answers 403: the token’s budget of requests is used up')
  })

  test('is unknown outside of GitHub, where nothing is asked', async () => {
    const {world, seen} = github(run)
    expect(await runCreated(world, {workspace: '/'}, 'x')).toEqual({because: 'this is not a GitHub run'})
    expect(seen).toEqual([])
  })
})

describe('whether the repository is public', () => {
  test.each<[string, object, object]>([
    ['public', {private: false, visibility: 'public'}, {value: true}],
    ['private', {private: true, visibility: 'private'}, {value: false}],
    ['internal, which is not for everyone', {private: true, visibility: 'internal'}, {value: false}],
    ['public, in the words of an old server', {private: false}, {value: true}],
    ['private, in the words of an old server', {private: true}, {value: false}],
    ['unsaid', {}, {because: 'the answer names no visibility'}],
  ])('%s', async (_name, body, expected) => {
    expect(await isPublic(github(() => Response.json(body)).world, facts, 'x')).toEqual(expected)
  })

  test('is unknown when it may not be read', async () => {
    const {world} = github(() => new Response('{}', {status: 404}))
    expect((await isPublic(world, facts, undefined)).because).toContain('404')
  })
})

describe('a list of all artifacts', () => {
  const artifact = (id: number, name: string, more: object = {}) => ({
    ...{id, name, size_in_bytes: 1, expired: false, created_at: `2026-11-0${(id % 9) + 1}T00:00:00Z`},
    workflow_run: {id: 7},
    ...more,
  })
  const page = (artifacts: object[]) => () => Response.json({total_count: 0, artifacts})
  const hundred = (first: number) =>
    Array.from({length: 100}, (_none, index) => artifact(first + index, `n${index % 50}`))

  test('is asked for once, whatever the number of names; newest first, none expired, none twice', async () => {
    const moved = artifact(100, 'n0')
    const {world, seen} = github(
      page(hundred(100)),
      page([moved, artifact(1, 'x'), artifact(2, 'x'), artifact(3, 'x', {expired: true})]),
    )
    const list = artifactLister(world, facts, 'x')
    const found = await Promise.all(['n0', 'x', 'none'].map(name => list(name)))
    expect(found.map(({value}) => value?.map(({id}) => id))).toEqual([
      [150, 100].sort((a, b) => (b % 9) - (a % 9)),
      [2, 1],
      [],
    ])
    expect(seen.map(({url}) => new URL(url).searchParams.get('page'))).toEqual(['1', '2'])
  })

  test('that is too long is not taken for all: each name is asked for by itself', async () => {
    const {world, seen} = github(page(hundred(100)), page(hundred(300)), page([artifact(1, 'x')]))
    const found = await artifactLister(world, facts, 'x', 2)('x')
    expect(found.value?.map(({id}) => id)).toEqual([1])
    expect(new URL(seen[2]?.url ?? '').searchParams.get('name')).toBe('x')
  })

  test('that GitHub does not give is unknown for every name, and never empty', async () => {
    const list = artifactLister(github(() => new Response('{}', {status: 403})).world, facts, 'x')
    for (const name of ['a', 'b']) {
      const {value, because} = await list(name)
      expect(value).toBeUndefined()
      expect(because).toContain('actions: read')
    }
  })
})
