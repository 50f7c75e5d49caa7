/** Timestamps of an authority made with openssl, asked over loopback and checked without it. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {certificatesIn} from '../../src/signature/detached-signature.ts'
import {requestTimestamp} from '../../src/signature/request-timestamp.ts'
import {plainReply, readTimestamp} from '../../src/signature/timestamp.ts'
import {pathToTrusted} from '../../src/signature/trust.ts'
import {failureOf} from '../builders.ts'
import {aWorld} from '../signin/world.ts'
import {hasOpenssl, issueCertificate, openssl, timestampAuthority, timestampExtensions} from './openssl.ts'

const content = Buffer.from('what was there')
const signal = new AbortController().signal
const world = () => aWorld(request => fetch(request))

describe.skipIf(!hasOpenssl)('a timestamp', () => {
  test.each(['rsa:2048', 'ec'])(
    'by an authority with a key of %s is read, and openssl reads what is written',
    async algorithm => {
      const authority = issueCertificate(timestampExtensions, {algorithm})
      const {url, questions} = await timestampAuthority({authority})
      const before = Date.now()
      const token = await requestTimestamp(world(), {url, content, signal})
      const stamp = readTimestamp(token, content)
      expect(Math.abs(stamp.time - before)).toBeLessThan(60_000)
      const trusted = certificatesIn(authority.caCertificate)
      expect(pathToTrusted(stamp.authority, stamp.certificates, {trusted, at: stamp.time})).toHaveLength(2)
      expect(questions[0]?.includes(content)).toBe(false)

      writeFileSync(join(authority.folder, 'data'), content)
      writeFileSync(join(authority.folder, 'plain.tsr'), plainReply(token))
      const words = ['ts', '-verify', '-data', 'data', '-in', 'plain.tsr', '-CAfile', 'ca.pem']
      await expect(openssl(words, authority.folder)).resolves.toContain('Verification: OK')
    },
  )

  test('is of this content alone', async () => {
    const {url} = await timestampAuthority()
    const token = await requestTimestamp(world(), {url, content, signal})
    expect(() => readTimestamp(token, Buffer.from('other'))).toThrow('it is a timestamp of other content')
  })

  test('needs a certificate that is for timestamps', async () => {
    const authority = issueCertificate(timestampExtensions)
    const {url} = await timestampAuthority({authority})
    const token = await requestTimestamp(world(), {url, content, signal})
    const [, root] = readTimestamp(token, content).certificates
    expect(root?.keyUsage).toBeUndefined()
    const other = certificatesIn(issueCertificate(['extendedKeyUsage=clientAuth']).certificate)[0]
    expect(other?.keyUsage).not.toContain('1.3.6.1.5.5.7.3.8')
  })

  test('does not survive a changed byte of what the authority signed', async () => {
    const {url} = await timestampAuthority()
    const token = await requestTimestamp(world(), {url, content, signal})
    const {time, authority} = readTimestamp(token, content)
    const start = token.length - 700
    for (let at = start; at < token.length; at++) {
      const changed = Buffer.from(token)
      changed[at] = (changed[at] ?? 0) ^ 1
      // What is read still is what was signed, or nothing is read.
      try {
        expect(readTimestamp(changed, content)).toMatchObject({
          time,
          authority: {fingerprint256: authority.fingerprint256},
        })
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
    }
  })

  test('that answers another question is refused', async () => {
    const first: Buffer[] = []
    const {url} = await timestampAuthority({
      answer: reply => {
        first.push(reply)
        return {status: 200, body: first[0] ?? reply}
      },
    })
    await requestTimestamp(world(), {url, content, signal})
    const failure = await failureOf(requestTimestamp(world(), {url, content, signal}))
    expect(failure).toMatchObject({code: 'TIMESTAMP_REFUSED', message: expect.stringContaining('another question')})
    const other = await failureOf(requestTimestamp(world(), {url, content: Buffer.from('other'), signal}))
    expect(other.message).toContain('other content')
  })

  test.each([
    ['an authority that is away', 503, Buffer.from('no'), 'HTTP status 503'],
    ['a page in place of an answer', 200, Buffer.from('<html>'), 'no usable timestamp'],
    ['an answer of 404', 404, Buffer.alloc(0), 'HTTP status 404'],
    [
      'an authority that refuses',
      200,
      Buffer.from('3015301302010230070c05736f727279030500000000', 'hex').subarray(0, 16),
      'no usable timestamp',
    ],
  ])('does not come from %s', async (_name, status, body, words) => {
    const {url} = await timestampAuthority({answer: () => ({status, body})})
    const failure = await failureOf(requestTimestamp(world(), {url, content, signal}))
    expect(failure.code).toBe('TIMESTAMP_REFUSED')
    expect(failure.message).toContain(words)
  })
})
