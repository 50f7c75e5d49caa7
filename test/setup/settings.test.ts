/** The options of `setup`: what is understood, what is refused, and what does not go together. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {terminalHost} from '../../src/host/terminal.ts'
import {parseSetup} from '../../src/setup/settings.ts'

function parse(options: Record<string, string>) {
  return parseSetup(
    terminalHost(
      Object.entries(options).map(([name, value]) => `--${name}=${value}`),
      {},
    ),
  )
}

function mistakesOf(options: Record<string, string>): string[] {
  const parsed = parse(options)
  return 'mistakes' in parsed ? parsed.mistakes.map(({message}) => message) : []
}

const tenant = {'tenant-id': 'contoso.onmicrosoft.com'}

/** Texts that each option takes and refuses. */
const texts: Record<string, {good: string[]; bad: string[]}> = {
  'tenant-id': {
    good: ['contoso.onmicrosoft.com', '1f3c0e6a-7a55-4c0f-8a8f-2f1f3f0c9d11'],
    bad: ['contoso', 'a b', 'true'],
  },
  cloud: {good: ['worldwide', 'gcc', 'gcc-high', 'dod', 'china'], bad: ['Worldwide', 'mars']},
  name: {good: ['audit', 'n'.repeat(40)], bad: ['n'.repeat(41), 'a"b', 'a\\b']},
  source: {good: ['exchange'], bad: ['auto', 'mail']},
  'directory-role': {good: ['Compliance Administrator'], bad: ['Reader', 'toString', 'compliance administrator']},
  repository: {good: ['contoso/audit', 'a.b/c_d-e'], bad: ['contoso', 'a/b/c', 'a b/c']},
  years: {good: ['1', '2', '3'], bad: ['0', '4', '1.5', '1e0', '-1', 'two']},
  'dry-run': {good: ['true', 'false', 'yes', '0'], bad: ['maybe', '2']},
  mail: {good: ['true', 'false'], bad: ['graph']},
  request: {good: ['false'], bad: ['csr']},
}

describe('the options of setup', () => {
  test('have defaults', () => {
    expect(parse(tenant)).toEqual({
      settings: {
        act: 'make',
        dryRun: false,
        tenants: '',
        idsInFile: false,
        tokenSuffix: '',
        tenant: 'contoso.onmicrosoft.com',
        cloud: 'worldwide',
        name: 'm365-audit-export',
        permissions: [expect.objectContaining({value: 'Exchange.ManageAsApp'})],
        exchange: true,
        years: 1,
        folder: 'm365-audit-setup',
        subjectAsGiven: false,
      },
    })
  })

  test('each mistake is told once, by the option’s name, and no other', () => {
    const choice = ([name, {good, bad}]: [string, {good: string[]; bad: string[]}]) =>
      fc.record({
        name: fc.constant(name),
        text: fc.option(
          fc.constantFrom(...good.map(text => ({text, isBad: false})), ...bad.map(text => ({text, isBad: true}))),
        ),
      })
    fc.assert(
      fc.property(fc.tuple(...Object.entries(texts).map(choice)), choices => {
        const given = choices.flatMap(({name, text}) => (text ? [{name, ...text}] : []))
        const options = {...tenant, ...Object.fromEntries(given.map(({name, text}) => [name, text]))}
        const told = mistakesOf(options)
        const wrong = given.filter(({isBad}) => isBad).map(({name}) => `--${name} is `)
        expect(told).toHaveLength(wrong.length)
        for (const beginning of wrong) expect(told.filter(message => message.startsWith(beginning))).toHaveLength(1)
      }),
    )
  })

  test('a long text is not shown: it may be a key', () => {
    expect(mistakesOf({...tenant, years: 'k'.repeat(80)})).toEqual([
      '--years is 80 characters (not shown); expected a whole number from 1 to 3.',
    ])
  })

  const together: [title: string, options: Record<string, string>, mistakes: string[]][] = [
    ['remove and renew', {remove: 'true', renew: 'true'}, ['--remove and --renew don’t go together.']],
    ['finish without renew', {finish: 'true'}, ['--finish alone means nothing.']],
    ['a branch without federated', {branch: 'main'}, ['--branch is for --federated.']],
    ['federated without a repository', {federated: 'true'}, ['--federated needs --repository.']],
    [
      'federated with a wrong repository',
      {federated: 'true', repository: 'x'},
      ['--repository is “x”; expected owner/name.'],
    ],
    [
      'federated that is no switch',
      {federated: 'maybe'},
      ['--federated is “maybe”; expected true or false (yes, no, 1 and 0 are understood).'],
    ],
    [
      'two parts of a subject',
      {federated: 'true', repository: 'a/b', branch: 'main', environment: 'audit'},
      ['--environment and --branch don’t go together.'],
    ],
    [
      'a renewal of a federation',
      {federated: 'true', repository: 'a/b', renew: 'true'},
      ['--renew and --federated don’t go together.'],
    ],
    [
      'an answer for a federation',
      {federated: 'true', repository: 'a/b', answer: 'a.cer'},
      ['--federated needs no certificate.'],
    ],
    [
      'a role that Graph does not need',
      {source: 'graph', 'directory-role': 'Compliance Administrator'},
      ['--directory-role is given, and Graph needs none.'],
    ],
    [
      'Graph in a cloud without it',
      {source: 'both', cloud: 'china'},
      ['--source “both” can’t serve in the cloud china.'],
    ],
  ]
  test.for(together)('%s', ([, options, mistakes]) => {
    expect(mistakesOf({...tenant, ...options})).toEqual(mistakes)
  })

  test('only a request needs no tenant', () => {
    expect(mistakesOf({})).toEqual(['--tenant-id is missing.'])
    expect(mistakesOf({request: 'true'})).toEqual([])
  })

  test('a subject names the environment, the branch or what is given', () => {
    const subjectOf = (options: Record<string, string>) => {
      const parsed = parse({...tenant, federated: 'true', repository: 'a/b', ...options})
      return 'settings' in parsed ? parsed.settings.subject : undefined
    }
    expect(subjectOf({})).toBe('repo:a/b:ref:refs/heads/main')
    expect(subjectOf({branch: 'audit'})).toBe('repo:a/b:ref:refs/heads/audit')
    expect(subjectOf({environment: 'audit'})).toBe('repo:a/b:environment:audit')
    expect(subjectOf({subject: 'repo:a/b:pull_request'})).toBe('repo:a/b:pull_request')
  })
})
