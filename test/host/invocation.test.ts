/** Commands that a terminal shows begin as the program was started there. */
import {expect, test} from 'vitest'
import {asStarted, invocationOf} from '../../src/host/invocation.ts'
import {terminalHost} from '../../src/host/terminal.ts'

test.each([
  ['/srv/export/dist/index.js', 'node dist/index.js'],
  ['/srv/export/tool/dist/index.js', 'node tool/dist/index.js'],
  ['/opt/m365-audit-export/dist/index.js', 'node /opt/m365-audit-export/dist/index.js'],
  ['/opt/audit export/dist/index.js', "node '/opt/audit export/dist/index.js'"],
  ['/opt/$HOME/dist/index.js', "node '/opt/$HOME/dist/index.js'"],
  [undefined, 'node dist/index.js'],
])('%s', (script, expected) => {
  expect(invocationOf(script, '/srv/export')).toBe(expected)
})

test('what a folder’s name holds is no pattern', () => {
  expect(asStarted('node dist/index.js x', "node '/a$&/index.js'")).toBe("node '/a$&/index.js' x")
})

test('a terminal writes it in errors and in what it logs', () => {
  const lines: string[] = []
  const screen = {
    write: (text: string) => void lines.push(text),
    setExitCode: () => {},
    invocation: 'node tool/dist/index.js',
  }
  const host = terminalHost([], {}, screen)
  host.info('Check it: node dist/index.js verify out')
  host.error('Give the path: node dist/index.js verify FOLDER.')
  host.end()
  expect(lines.join('')).toContain('Check it: node tool/dist/index.js verify out')
  expect(lines.join('')).toContain('Give the path: node tool/dist/index.js verify FOLDER.')
})
