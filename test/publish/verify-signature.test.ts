/** The lines by which docs/delivery.md tells receivers to check a message do so: in Node, and in Python where that is installed. */
import {spawnSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {afterAll, expect, test} from 'vitest'
import {jsonMessage, signatureHeaders} from '../../src/publish/signed-json.ts'
import {monthNotification, overdueNotification} from '../../src/report/notification.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {aPublication} from './builders.ts'
import {notifySecret} from './webhook-stub.ts'

afterAll(cleanUp)

const page = readFileSync(new URL('../../docs/delivery.md', import.meta.url), 'utf8')
const snippet = (language: string) => page.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? ''
const publication = aPublication({disclose: 'full'})
const incidents = publication.incidents.open
const monthMessage = monthNotification(publication, {incidents, known: 0, unreviewed: []})
const body = jsonMessage(monthMessage)
const now = Date.parse('2026-11-04T05:00:00.700Z')
const headers = signatureHeaders(body, notifySecret, now)

interface Message {
  headers: Record<string, string>
  body: string
  secret: string
  now: number
}

const genuine: Message = {headers, body, secret: notifySecret, now}
const messages: [string, Message, boolean][] = [
  ['as it is sent', genuine, true],
  ['four minutes later', {...genuine, now: now + 240_000}, true],
  ['an hour later', {...genuine, now: now + 3_600_000}, false],
  ['with another body', {...genuine, body: body.replace('complete', 'Complete')}, false],
  ['with another secret', {...genuine, secret: `${notifySecret}x`}, false],
  [
    'with a later time',
    {...genuine, headers: {...headers, 'x-m365-audit-timestamp': String(Math.floor(now / 1000) + 1)}},
    false,
  ],
  ['with half a signature', {...genuine, headers: {...headers, 'x-m365-audit-signature': 'sha256=00'}}, false],
  ['without a signature', {...genuine, headers: {}}, false],
]

test('each field of the body is in the page’s table', () => {
  const message = JSON.parse(jsonMessage({...monthMessage, tenantName: 'contoso'}))
  const overdue = overdueNotification([{name: 'x', text: 'y', remedy: 'z'}], {
    ...{tenant: '', known: 0, issueUrl: undefined, runUrl: undefined},
  })
  const parts = [message, message.period, ...message.items, ...overdue.items, ...message.links]
  const fields = new Set(parts.flatMap(part => Object.keys(part)))
  expect(fields.size).toBeGreaterThan(20)
  const table = page.split('### Signed JSON')[1] ?? ''
  expect([...fields].filter(field => !table.includes(`\`${field}\``))).toEqual([])
})

test('in Node', async () => {
  const path = join(temporaryFolder(), 'verify.mjs')
  writeFileSync(path, snippet('js'))
  const {isGenuine} = await import(pathToFileURL(path).href)
  for (const [name, message, right] of messages)
    expect(isGenuine(message.headers, Buffer.from(message.body), message.secret, message.now), name).toBe(right)
})

const hasPython = spawnSync('python3', ['--version']).status === 0

test.skipIf(!hasPython)('in Python', () => {
  const script = `${snippet('python')}
import json, sys
for m in json.load(sys.stdin):
    print(is_genuine(m["headers"], m["body"].encode(), m["secret"], m["now"] / 1000))
`
  const input = JSON.stringify(messages.map(([, message]) => message))
  const {stdout, stderr} = spawnSync('python3', ['-c', script], {input, encoding: 'utf8'})
  expect(stderr).toBe('')
  expect(stdout.trim().split('\n')).toEqual(messages.map(([, , right]) => (right ? 'True' : 'False')))
})
