/** What counts as found, false, raised and listed; and that neither order nor more findings take away from it. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {
  type Episode,
  isInPart,
  type LabelledRecord,
  parseEpisodes,
  parsePart,
  type ScoredFinding,
  scoreOf,
} from '../../scripts/episode-score.ts'

let number = 0

function aFinding(severity: ScoredFinding['severity'], evidence: string[], incident = 'i1'): ScoredFinding {
  const id = `f${++number}`
  return {id, rule: 'AUTH-01', title: id, severity, incident, first: '', evidence: evidence.map(one => ({id: one}))}
}

function anEpisode(fields: Partial<Episode> & {records: string[]}): Episode {
  return {id: 'E-1', kind: 'malicious', title: 'Spray', minimum: 'medium', ...fields}
}

const records = new Map<string, LabelledRecord>(
  ['ada', 'Ada', 'bob', 'bob'].map((user, i) => [`r${i}`, {time: '', operation: 'UserLoginFailed', user}]),
)

function score(findings: ScoredFinding[], ...episodes: Episode[]) {
  return scoreOf({findings, episodes, records})
}

describe('an episode', () => {
  const episode = anEpisode({records: ['r0', 'r2']})

  test.each([
    ['found', [aFinding('medium', ['r2', 'x'])]],
    ['found', [aFinding('info', ['r2']), aFinding('high', ['r0'])]],
    ['under-rated', [aFinding('low', ['r0', 'r2'])]],
    ['missed', [aFinding('high', ['x'])]],
    ['missed', [aFinding('high', [])]],
    ['missed', []],
  ])('is %s', (outcome, findings) => {
    expect(score(findings, episode).asked[0]?.outcome).toBe(outcome)
  })

  test('with a spread needs two users in one finding; letter case makes no user', () => {
    const wide = anEpisode({records: ['r0', 'r1', 'r2', 'r3'], spread: 2})
    expect(score([aFinding('high', ['r0', 'r1'])], wide).asked[0]).toMatchObject({outcome: 'under-rated', users: 1})
    expect(score([aFinding('high', ['r0']), aFinding('high', ['r2'])], wide).asked[0]?.outcome).toBe('under-rated')
    expect(score([aFinding('high', ['r0']), aFinding('medium', ['r1', 'r3'])], wide).asked[0]?.outcome).toBe('found')
    const labelled = {...wide, who: [0, 1, 0, 1]}
    expect(score([aFinding('high', ['r0', 'r1'])], labelled).asked[0]?.outcome).toBe('found')
    expect(score([aFinding('high', ['r0', 'r2'])], labelled).asked[0]?.outcome).toBe('under-rated')
  })

  test('has the expected severity only by a finding of that severity', () => {
    const grave = {...episode, expected: 'high' as const}
    expect(score([aFinding('medium', ['r0'])], grave).asked[0]?.asExpected).toBe(false)
    expect(score([aFinding('high', ['r0'])], grave).asked[0]?.asExpected).toBe(true)
    expect(score([aFinding('medium', ['r0'])], episode).asked[0]?.asExpected).toBe(true)
  })

  test('counts its findings and incidents from low on; episodes without any do not count', () => {
    const findings = [
      aFinding('low', ['r0'], 'i1'),
      aFinding('high', ['r2'], 'i2'),
      aFinding('medium', ['r0'], 'i2'),
      aFinding('info', ['r0'], 'i3'),
    ]
    const {findingsPerEpisode, incidentsPerEpisode} = score(findings, episode, anEpisode({id: 'E-2', records: ['x']}))
    expect([findingsPerEpisode, incidentsPerEpisode]).toEqual([3, 2])
    expect(score([], episode).findingsPerEpisode).toBe(0)
  })

  test('that is optional is neither asked for nor false', () => {
    const {asked, optional, falseFindings} = score([aFinding('high', ['r0'])], {...episode, optional: true})
    expect([asked.length, optional[0]?.outcome, falseFindings.length]).toEqual([0, 'found', 0])
  })

  test('that the months do not hold is told', () => {
    expect(score([], anEpisode({records: ['r0', 'elsewhere']})).asked[0]?.absent).toBe(1)
  })
})

describe('a finding', () => {
  const real = anEpisode({records: ['r0']})
  const lookalike = anEpisode({id: 'L', kind: 'lookalike', records: ['r2']})
  const noise = anEpisode({id: 'N', kind: 'noise', records: ['r3']})

  test.each([
    ['medium, about nothing', 'medium', ['x'], {false: 1, raised: 0, listed: 0}],
    ['medium, without evidence', 'medium', [], {false: 1, raised: 0, listed: 0}],
    ['medium, of records without ids', 'medium', [''], {false: 1, raised: 0, listed: 0}],
    ['low, about nothing', 'low', ['x'], {false: 0, raised: 0, listed: 0}],
    ['about a look-alike', 'medium', ['r2'], {false: 1, raised: 1, listed: 0}],
    ['about a look-alike and an attack', 'medium', ['r0', 'r2'], {false: 0, raised: 1, listed: 0}],
    ['low, about a look-alike', 'low', ['r2'], {false: 0, raised: 0, listed: 0}],
    ['low, about noise', 'low', ['r3'], {false: 0, raised: 0, listed: 1}],
    ['info, about noise', 'info', ['r3'], {false: 0, raised: 0, listed: 0}],
  ] as const)('%s', (_, severity, evidence, expected) => {
    const {falseFindings, raised, listed} = score([aFinding(severity, [...evidence])], real, lookalike, noise)
    expect({false: falseFindings.length, raised: raised.length, listed: listed.length}).toEqual(expected)
  })

  test('about an episode that is not scored is not false', () => {
    const {asked, falseFindings} = scoreOf({
      findings: [aFinding('high', ['r0'])],
      episodes: [real],
      records,
      scored: () => false,
    })
    expect([asked.length, falseFindings.length]).toEqual([0, 0])
  })
})

describe('for any findings', () => {
  const someFinding = fc
    .record({
      severity: fc.constantFrom('info' as const, 'low' as const, 'medium' as const, 'high' as const),
      evidence: fc.subarray(['r0', 'r1', 'r2', 'r3', 'x']),
      incident: fc.constantFrom('i1', 'i2'),
    })
    .map(({severity, evidence, incident}) => aFinding(severity, evidence, incident))
  const episodes = [
    anEpisode({id: 'A', records: ['r0', 'r2'], spread: 2}),
    anEpisode({id: 'B', records: ['r1'], minimum: 'low'}),
    anEpisode({id: 'C', kind: 'lookalike', records: ['r3']}),
  ]
  const plain = (findings: ScoredFinding[]) => {
    const {asked, falseFindings, raised, listed, ...means} = score(findings, ...episodes)
    const outcomes = asked.map(({episode, outcome, asExpected, users}) => [episode.id, outcome, asExpected, users])
    return {
      outcomes,
      ids: new Set(falseFindings.map(({id}) => id)),
      raised: raised.length,
      listed: listed.length,
      means,
    }
  }

  test('their order changes nothing', () => {
    fc.assert(
      fc.property(
        fc
          .array(someFinding, {maxLength: 12})
          .chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, {minLength: list.length}))),
        ([list, shuffled]) => {
          expect(plain(shuffled)).toEqual(plain(list))
        },
      ),
    )
  })

  test('one more never makes an episode worse, nor a false finding right', () => {
    const steps = ['missed', 'under-rated', 'found']
    fc.assert(
      fc.property(fc.array(someFinding, {maxLength: 8}), someFinding, (list, more) => {
        const before = score(list, ...episodes)
        const after = score([...list, more], ...episodes)
        before.asked.forEach(({outcome}, i) => {
          expect(steps.indexOf(after.asked[i]?.outcome ?? '')).toBeGreaterThanOrEqual(steps.indexOf(outcome))
        })
        expect(after.falseFindings).toEqual(expect.arrayContaining(before.falseFindings))
      }),
    )
  })
})

describe('parts', () => {
  test('hold every id once', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({min: 2, max: 9}), (id, of) => {
        const parts = Array.from({length: of}, (_, i) => isInPart(id, {number: i + 1, of}))
        expect(parts.filter(Boolean)).toHaveLength(1)
      }),
    )
  })

  test('are about equal, and stay what they are', () => {
    const held = Array.from({length: 3_000}, (_, i) => `E-${i}`).filter(id => isInPart(id, {number: 1, of: 3}))
    expect(held.length).toBeGreaterThan(900)
    expect(held.length).toBeLessThan(1_100)
    expect(held.slice(0, 4)).toEqual(['E-2', 'E-4', 'E-5', 'E-7'])
  })

  test.each(['0/3', '4/3', '1/1', '1', 'a/b', '1/3/5', ''])('%s is none', text => {
    expect(parsePart(text)).toBeUndefined()
  })
})

describe('the file of labels', () => {
  test('is read, and other fields are ignored', () => {
    const file = {schema: 'labelled-episodes/1', episodes: [{...anEpisode({records: ['r0']}), set: 'own', count: 1}]}
    expect(parseEpisodes(file)).toEqual([anEpisode({records: ['r0']})])
  })

  test('all its mistakes are told at once', () => {
    const wrong = {schema: 'labelled-episodes/1', episodes: [{id: 'A', kind: 'bad', minimum: 'grave', records: []}]}
    expect(() => parseEpisodes(wrong)).toThrow(/kind[\s\S]*title[\s\S]*minimum[\s\S]*records/)
    const uneven = anEpisode({records: ['r0', 'r1'], who: [1]})
    const twice = {schema: 'labelled-episodes/1', episodes: [uneven, uneven]}
    expect(() => parseEpisodes(twice)).toThrow(/who has 1 entries for 2 records[\s\S]*occurs twice/)
    expect(() => parseEpisodes(undefined)).toThrow('the file')
  })
})
