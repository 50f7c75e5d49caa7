/** Only what a person wrote as a command is one. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parseComment} from '../../src/review/review-command.ts'

const kinds = (text: string) => parseComment(text).commands.map(({kind}) => kind)

describe('a command', () => {
  test('says what was looked at', () => {
    expect(parseComment('/reviewed  Read the report, nothing to do. ').commands).toEqual([
      {kind: 'reviewed', text: 'Read the report, nothing to do.'},
    ])
  })

  test('gives an incident its disposition', () => {
    expect(parseComment('/incident I-1a2b false-alarm Our own scanner.').commands).toEqual([
      {kind: 'incident', incident: 'I-1a2b', disposition: 'false-alarm', text: 'Our own scanner.'},
    ])
  })

  test('stands among others and among words', () => {
    const comment = 'Looked at it with Ines.\r\n/incident A followed-up Ticket 12.\r\n\r\n/reviewed Done.\r\nThanks.'
    expect(kinds(comment)).toEqual(['incident', 'reviewed'])
  })

  test.each(['/Reviewed x', '/REOPEN late records', '/incident A Accepted known'])(
    'may be written in other letters: %s',
    text => expect(kinds(text)).toHaveLength(1),
  )
})

describe('no command is', () => {
  test.each([
    ['in a fenced block', '```\n/reviewed x\n```'],
    ['in a block that is never closed', '~~~ text\n/reviewed x'],
    ['in a block with a shorter fence inside', '````\n```\n/reviewed x\n````'],
    ['in an indented block', '    /reviewed x'],
    ['after a blank', ' /reviewed x'],
    ['quoted', '> /reviewed x'],
    ['in a comment of HTML', '<!--\n/reviewed x\n-->'],
    ['within a line', 'I would say /reviewed x'],
    ['in a list', '- /reviewed x'],
    ['another word', '/reviewer x'],
    ['a path', '/home/ines/reviewed x'],
    ['without words', '/reviewed'],
    ['an incident without a disposition', '/incident A ok fine'],
    ['an incident without a reason', '/incident A accepted'],
    ['of 2001 characters', `/reviewed ${'x'.repeat(2001)}`],
  ])('%s', (_name, text) => expect(kinds(text)).toEqual([]))

  test('what follows a block is one again', () => {
    expect(kinds('```sh\nls\n```\n/reviewed x')).toEqual(['reviewed'])
    expect(kinds('<!-- note -->\n/reviewed x')).toEqual(['reviewed'])
  })
})

test('a line that was meant as a command is told, with what it lacks', () => {
  const {mistakes} = parseComment('/reviewed\n/incident A\n/incident A maybe yes\n/reviewd all\n/etc/passwd')
  expect(mistakes.map(({why}) => why)).toEqual([
    'it lacks words that say what was looked at',
    'after the id it needs one of accepted, followed-up, false-alarm',
    'after the id it needs one of accepted, followed-up, false-alarm',
    'there is no such command',
  ])
})

test('no text makes it throw, and nothing that is quoted becomes a command', () => {
  fc.assert(
    fc.property(fc.string({unit: 'grapheme'}), text => {
      parseComment(text)
      const quoted = text
        .split(/\r\n|\r|\n/)
        .map(line => `> ${line}`)
        .join('\n')
      expect(parseComment(quoted).commands).toEqual([])
    }),
  )
})
