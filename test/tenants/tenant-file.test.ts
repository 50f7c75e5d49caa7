/** `tenants.yml`: what is understood, what is refused with its line, and the published schema. */
import {readFileSync, writeFileSync} from 'node:fs'
import {Ajv2020} from 'ajv/dist/2020.js'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parse, stringify} from 'yaml'
import {mostTenants, parseTenantFile, tenantFileJsonSchema} from '../../src/tenants/tenant-file.ts'

const published = new URL('../../src/tenants/tenants.schema.json', import.meta.url)
if (process.env.RENEW) writeFileSync(published, tenantFileJsonSchema())

const guid = '11111111-aaaa-4bbb-8ccc-222222222222'
const client = '33333333-aaaa-4bbb-8ccc-444444444444'

function tenantsOf(text: string) {
  const parsed = parseTenantFile(text, 'tenants.yml')
  if ('mistakes' in parsed) expect.fail(parsed.mistakes.map(({message}) => message).join('\n'))
  return parsed.tenants
}

function mistakesOf(text: string): string[] {
  const parsed = parseTenantFile(text, 'tenants.yml')
  if ('tenants' in parsed) expect.fail('no mistake was found')
  return parsed.mistakes.map(({message, remedy}) => `${message} ${remedy}`)
}

const small = `defaults:
  environment: audit-<tenant>
  client-id: ${client}
tenants:
  - name: contoso
    tenant-id: contoso.onmicrosoft.com
  - name: Fabrikam
    tenant-id: ${guid.toUpperCase()}
    environment: other
    shards: 4
    mail-to: [security@fabrikam.example]
    timezone: europe/berlin
    source: both
`

describe('a file of tenants', () => {
  test('gives each tenant its own lines, and the defaults for the rest', () => {
    expect(tenantsOf(small)).toEqual([
      {name: 'contoso', tenantId: 'contoso.onmicrosoft.com', clientId: client, environment: 'audit-contoso'},
      {
        ...{name: 'Fabrikam', tenantId: guid, clientId: client, environment: 'other', shards: 4},
        ...{mailTo: ['security@fabrikam.example'], timezone: 'Europe/Berlin', source: 'both'},
      },
    ])
  })

  test('tells all its mistakes at once, each with its line and what is meant', () => {
    const text = `defaults:
  enviroment: x
tenants:
  - name: con toso
    tenant-id: foo
    source: purview
  - tenant-id: 5
    shards: 100
    clientid: ${client}
  - just words
`
    const found = mistakesOf(text)
    const places = [
      [2, 'enviroment', 'Did you mean environment?'],
      [4, 'tenants[0].name'],
      [5, 'tenants[0].tenant-id is “foo”'],
      [6, 'tenants[0].source'],
      [7, 'tenants[1].name is missing'],
      [7, 'tenants[1].tenant-id'],
      [8, 'tenants[1].shards'],
      [9, 'clientid', 'Did you mean client-id?'],
      [10, 'tenants[2]'],
    ] as const
    expect(found).toHaveLength(places.length)
    const lines = found.map(one => Number(/line (\d+):/.exec(one)?.[1]))
    expect(lines).toEqual([...lines].sort((a, b) => a - b))
    for (const [line, ...words] of places)
      expect(
        found.some(one => one.includes(`line ${line}:`) && words.every(word => one.includes(word))),
        words[0],
      ).toBe(true)
  })

  test('says in plain words what a value is and should be, once, and what is given twice besides', () => {
    const text = `tenants:
  - name: a
    tenant-id: a.com
    mail-to: security-and-more@contoso.example
    shards: 1.5
  - name: A
    tenant-id: a.com
    source: 7
    shards: 100
`
    expect(mistakesOf(text).map(one => one.replace(/^tenants.yml, line |docs.*$/g, ''))).toEqual([
      '4: tenants[0].mail-to is text; expected a list. Write it in brackets: [security@contoso.com].',
      '5: tenants[0].shards is a number with a fraction; expected a whole number. ',
      '6: name “a” is that of tenants[0] too. Each tenant stands in the file once, under one name.',
      '7: tenant-id “a.com” is that of tenants[0] too. Each tenant stands in the file once, under one name.',
      '8: tenants[1].source: expected auto, exchange, graph, both. ',
      '9: tenants[1].shards: expected at most 64. ',
    ])
  })

  test.each([
    ['the same name in another letter case', ['contoso', 'Contoso'], ['a.com', 'b.com']],
    ['the same id', ['a', 'b'], ['contoso.com', 'CONTOSO.com']],
  ])('refuses %s', (_what, names, ids) => {
    const text = stringify({tenants: names.map((name, index) => ({name, 'tenant-id': ids[index]}))})
    expect(mistakesOf(text).join()).toContain('is that of tenants[0] too')
  })

  test.each([
    ['nothing', ''],
    ['a list', '- a\n'],
    ['no tenant', 'tenants: []\n'],
    ['a key twice', 'tenants:\n  - name: a\n    name: b\n    tenant-id: a.com\n'],
    ['brackets that are left open', 'tenants: [\n'],
    ['the name of the overview', 'tenants:\n  - name: Overview\n    tenant-id: a.com\n'],
    [
      'the value of a secret as client id',
      `tenants:\n  - name: a\n    tenant-id: a.com\n    client-id: abc8Q~${'x'.repeat(34)}\n`,
    ],
  ])('refuses %s', (_what, text) => {
    const found = mistakesOf(text)
    expect(found.length).toBeGreaterThan(0)
    expect(found.join()).not.toContain('8Q~')
  })

  test('refuses aliases that would grow to fill the memory', () => {
    const levels = Array.from({length: 9}, (_none, index) => {
      const refs = Array.from({length: 9}, () => `*a${index}`).join(', ')
      return `a${index + 1}: &a${index + 1} [${refs}]`
    })
    expect(mistakesOf(`a0: &a0 [x]\n${levels.join('\n')}\n`).length).toBeGreaterThan(0)
  })

  test('refuses more tenants than a repository should have', () => {
    const tenants = Array.from({length: mostTenants + 1}, (_none, index) => ({
      name: `t${index}`,
      'tenant-id': `t${index}.com`,
    }))
    expect(mistakesOf(stringify({tenants})).join()).toContain(String(mostTenants))
  })

  test('property: whatever the text, there are tenants or mistakes with a line, and no exception', () => {
    const piece = fc.constantFrom(
      'tenants:',
      '\n',
      '  ',
      '- ',
      'name: a',
      'tenant-id: a.com',
      '{',
      '}',
      '[',
      ']',
      '*x',
      '&x',
      '"',
      ': ',
      '#',
      '\t',
      '!!binary x',
      '\u0000',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, {maxLength: 12}).map(parts => parts.join('')),
        ),
        text => {
          const parsed = parseTenantFile(text, 'tenants.yml')
          if ('mistakes' in parsed)
            for (const {message} of parsed.mistakes) expect(message).toMatch(/^tenants\.yml, line \d+: /)
          else expect(parsed.tenants.length).toBeGreaterThan(0)
        },
      ),
      {seed: 1, numRuns: 100},
    )
  })
})

describe('the published schema', () => {
  test('is the one that the program has', () => {
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(tenantFileJsonSchema()))
  })

  test('takes what the program takes, and refuses unknown keys', () => {
    const validate = new Ajv2020({strict: true, allErrors: true}).compile(JSON.parse(tenantFileJsonSchema()))
    expect(validate(parse(small)), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({tenants: [{name: 'a', 'tenant-id': 'a.com', more: 1}]})).toBe(false)
    expect(validate({tenants: []})).toBe(false)
  })
})
