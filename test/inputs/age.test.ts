import {generateHybridIdentity, generateX25519Identity, identityToRecipient} from 'age-encryption'
import {describe, expect, test} from 'vitest'
import {identitiesIn, recipients} from '../../src/inputs/age.ts'
import {parseInputs} from '../../src/inputs.ts'
import {explain} from '../../src/wire/failure.ts'

const ann = 'age1jkp5t6tweprfyv290scdaqr8556hpss7t305p225mtk4ldper4dqcsksmf'

const whyNot = (text: string) => {
  const reading = recipients(text)
  return 'wrong' in reading ? (reading.wrong.why ?? '') : 'nothing'
}

describe('recipients', () => {
  test('are those that the library makes, native and post-quantum', async () => {
    for (const make of [generateX25519Identity, generateHybridIdentity]) {
      const recipient = await identityToRecipient(await make())
      expect(recipients(recipient)).toEqual({ok: [recipient]})
      const slip = recipient.replace(/.$/, last => (last === 'q' ? 'p' : 'q'))
      expect(whyNot(slip)).toContain('fails its checksum')
    }
  })

  test('come by comma or line, each once, with comments as in a file of age', async () => {
    const bob = await identityToRecipient(await generateX25519Identity())
    expect(recipients(`# Ann, and\n${ann},\n  ${bob}\r\n\n${ann}`)).toEqual({ok: [ann, bob]})
  })

  test.for([
    ['an address', 'ann@contoso.com', 'does not begin with age1'],
    ['a slip', ann.replace('kp5t', 'kp5s'), 'fails its checksum'],
    ['a missing end', ann.slice(0, -3), 'fails its checksum'],
    ['another letter case', ann.toUpperCase(), 'fails its checksum'],
    ['a plugin', 'age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t', 'a plugin'],
    ['an SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ann', 'is an SSH key'],
    ['nobody', '# nobody\n,', 'it names no recipient'],
  ])('are not %s', ([, text = '', why = '']) => {
    expect(whyNot(text)).toContain(why)
  })

  test('are told all at once, by number', () => {
    const why = whyNot(`${ann}\nage1slip\nwhat`)
    expect(why).toContain('number 2 (age1slip…)')
    expect(why).toContain('number 3 does not begin')
    expect(why).not.toContain('what')
  })
})

describe('an identity given by mistake', () => {
  const identity = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`

  test.for(['encrypt-to', 'period'])('in %s is masked and never shown', input => {
    const masks: string[] = []
    const inputs: Record<string, string> = {mode: 'demo', [input]: `${ann},${identity}`}
    const silent = () => {}
    const parsed = parseInputs({
      kind: 'runner',
      input: name => inputs[name] ?? '',
      given: Object.keys(inputs),
      facts: {workspace: '/work'},
      info: silent,
      debug: silent,
      group: (_title, body) => body(),
      notice: silent,
      warning: silent,
      error: silent,
      mask: secret => void masks.push(secret),
      output: silent,
      summary: async () => {},
      fail: silent,
    })
    const told = 'mistakes' in parsed ? parsed.mistakes.map(explain).join('\n') : ''
    expect(told).toContain(`\`${input}\` is `)
    expect(told).not.toContain(identity)
    expect(masks).toContain(identity)
  })

  test('is found wherever it stands', () => {
    expect(identitiesIn(`# created\nx=${identity};AGE-SECRET-KEY-PQ-1QQ`)).toEqual([identity, 'AGE-SECRET-KEY-PQ-1QQ'])
  })
})
