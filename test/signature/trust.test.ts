/** A certificate is trusted by a path of issuers that may issue and were valid, and by nothing else. */
import {execFileSync} from 'node:child_process'
import {X509Certificate} from 'node:crypto'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {pathToTrusted} from '../../src/signature/trust.ts'
import {aFolder} from '../builders.ts'
import {hasOpenssl} from './openssl.ts'

/** Root → intermediate → leaf → a certificate that the leaf, which may not issue, made. */
async function aFamily() {
  const folder = await aFolder()
  const run = (...words: string[]) => execFileSync('openssl', words, {cwd: folder, stdio: 'pipe'})
  const certificate = (name: string) => new X509Certificate(readFileSync(join(folder, `${name}.pem`)))
  const issue = (name: string, issuer: string, ca: boolean) => {
    run('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`)
    writeFileSync(join(folder, 'ext'), `basicConstraints=critical,CA:${ca ? 'TRUE' : 'FALSE'}`)
    const by = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
    run('x509', '-req', '-in', `${name}.csr`, ...by, '-days', '300', '-extfile', 'ext', '-out', `${name}.pem`)
    return certificate(name)
  }
  for (const name of ['root', 'other'])
    run(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '900',
      '-subj',
      '/CN=Root',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
    )
  const middle = issue('middle', 'root', true)
  const leaf = issue('leaf', 'middle', false)
  const forged = issue('forged', 'leaf', false)
  return {root: certificate('root'), other: certificate('other'), middle, leaf, forged}
}

describe.skipIf(!hasOpenssl)('a path to a trusted certificate', () => {
  test('goes by issuers, of which any may be the trusted one', async () => {
    const {root, other, middle, leaf, forged} = await aFamily()
    const at = Date.now() + 60_000
    const to = (trusted: X509Certificate[], others = [middle, root], from = leaf, when = at) =>
      pathToTrusted(from, others, {trusted, at: when})?.length
    expect(to([root])).toBe(3)
    expect(to([middle])).toBe(2)
    expect(to([leaf])).toBe(1)
    expect(to([root], [])).toBeUndefined()
    expect(to([root, middle], [])).toBe(2)
    // Of the same name, and not the same key.
    expect(to([other])).toBeUndefined()
    expect(to([])).toBeUndefined()
    // By a certificate that may not issue.
    expect(to([root], [leaf, middle], forged)).toBeUndefined()
    expect(to([leaf], [], forged)).toBeUndefined()
    // Before it was made, and after it has run out.
    expect(to([root], [middle], leaf, at - 86_400_000)).toBeUndefined()
    expect(to([root], [middle], leaf, at + 400 * 86_400_000)).toBeUndefined()
  })
})
